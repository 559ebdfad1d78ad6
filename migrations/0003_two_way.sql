-- Later changes of either side go to the other.

ALTER TABLE links ADD COLUMN state INTEGER NOT NULL DEFAULT 0;
-- highest revision of the work item that its feed told; above `revision` = news
ALTER TABLE links ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
-- when something was carried last, and when the ticket is read again although no feed told of it
ALTER TABLE links ADD COLUMN active_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE links ADD COLUMN look_at INTEGER NOT NULL DEFAULT 0;
-- digest of what the mapping reads of the ticket, as a listing showed it last
ALTER TABLE links ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;

CREATE INDEX links_of_item ON links (tenant, work_item);
CREATE INDEX links_to_look_at ON links (tenant, look_at);

-- a person has let a mass change through, until then
ALTER TABLE tenants ADD COLUMN released_until INTEGER NOT NULL DEFAULT 0;

-- the fields of a mapping that its links were written by
CREATE TABLE mappings (
    tenant      INTEGER NOT NULL REFERENCES tenants,
    name        TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    PRIMARY KEY (tenant, name)
) STRICT, WITHOUT ROWID;

-- comments of a work item that stand on its ticket
CREATE TABLE heard (
    link    INTEGER NOT NULL REFERENCES links ON DELETE CASCADE,
    comment INTEGER NOT NULL,
    message TEXT    NOT NULL,            -- the desk's id
    digest  ANY     NOT NULL,            -- of the comment as it was carried
    PRIMARY KEY (link, comment)
) STRICT, WITHOUT ROWID;

-- files of a work item that stand on its ticket, or came from there
CREATE TABLE handed (
    link INTEGER NOT NULL REFERENCES links ON DELETE CASCADE,
    file TEXT    NOT NULL,               -- the tracker's address of it
    PRIMARY KEY (link, file)
) STRICT, WITHOUT ROWID;

CREATE TABLE conflicts (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    link    INTEGER NOT NULL REFERENCES links ON DELETE CASCADE,
    field   TEXT    NOT NULL,
    base    TEXT    NOT NULL,
    desk    TEXT    NOT NULL,
    work    TEXT    NOT NULL,
    state   INTEGER NOT NULL,
    reason  TEXT    NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;

-- a field has one conflict at a time that waits for a person
CREATE UNIQUE INDEX one_open_conflict ON conflicts (link, field) WHERE state < 3;
