-- What is said on tickets goes on their work items, and files go with it.

-- links whose tickets may have messages that are not on the work item yet; a row goes when all are
CREATE TABLE talks (
    id         INTEGER PRIMARY KEY,      -- the order of arrival
    tenant     INTEGER NOT NULL REFERENCES tenants,
    ticket     TEXT    NOT NULL,
    work_item  INTEGER NOT NULL,
    revision   INTEGER NOT NULL,         -- of the work item, by which the next write is guarded
    quiet      INTEGER NOT NULL,         -- history: nobody is notified
    attempts   INTEGER NOT NULL,
    not_before INTEGER NOT NULL,
    problem    TEXT    NOT NULL,
    UNIQUE (tenant, ticket, work_item)
) STRICT;

CREATE INDEX talks_by_turn ON talks (tenant, quiet, not_before);

-- messages that stand on a work item
CREATE TABLE said (
    link     INTEGER NOT NULL REFERENCES links ON DELETE CASCADE,
    message  ANY     NOT NULL,           -- the desk's id: a number where it is written as one
    revision INTEGER NOT NULL,           -- of the work item that our write made
    digest   ANY     NOT NULL,           -- of the message as it was carried
    PRIMARY KEY (link, message)
) STRICT, WITHOUT ROWID;

-- files of the desk that the tracker keeps
CREATE TABLE files (
    tenant  INTEGER NOT NULL REFERENCES tenants,
    project INTEGER NOT NULL REFERENCES names,
    file    TEXT    NOT NULL,            -- the desk's id
    digest  ANY     NOT NULL,            -- of the content
    bytes   INTEGER NOT NULL,
    url     TEXT    NOT NULL,
    PRIMARY KEY (tenant, project, file)
) STRICT, WITHOUT ROWID;

CREATE INDEX files_by_content ON files (tenant, project, digest);
