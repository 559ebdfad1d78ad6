-- The state of the first bridge: tickets become work items, once each.
-- Times are milliseconds since 1970 (UTC), 0 where there is none. Ids of tickets are text, as the desk writes them.
-- Enumerators are the numbers of model/link.h, contract/link_store.h and contract/sync_error.h, in their order.

-- one row
CREATE TABLE meta (
    agent   TEXT    NOT NULL,            -- stands in every mark
    created INTEGER NOT NULL,
    fence   INTEGER NOT NULL DEFAULT 0   -- counts up with every taking of the agent role
) STRICT;

INSERT INTO meta (agent, created) VALUES (lower(hex(randomblob(16))), CAST(strftime('%s', 'now') AS INTEGER) * 1000);

CREATE TABLE tenants (
    id            INTEGER PRIMARY KEY,
    name          TEXT    NOT NULL UNIQUE,
    desk_identity TEXT    NOT NULL DEFAULT '',
    work_identity TEXT    NOT NULL DEFAULT '',
    guarded       INTEGER NOT NULL DEFAULT 0,
    started_at    INTEGER NOT NULL DEFAULT 0
) STRICT;

-- texts that many links share: names of mappings, projects and fields, fronts of addresses
CREATE TABLE names (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE cursors (
    tenant INTEGER NOT NULL REFERENCES tenants,
    feed   TEXT    NOT NULL,
    cursor TEXT    NOT NULL,
    PRIMARY KEY (tenant, feed)
) STRICT, WITHOUT ROWID;

CREATE TABLE passed_over (
    tenant INTEGER NOT NULL REFERENCES tenants,
    ticket TEXT    NOT NULL,
    PRIMARY KEY (tenant, ticket)
) STRICT, WITHOUT ROWID;

CREATE TABLE inbox (
    id         INTEGER PRIMARY KEY,      -- the order of arrival
    tenant     INTEGER NOT NULL REFERENCES tenants,
    ticket     TEXT    NOT NULL,
    lane       INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    parked     INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    reason     TEXT    NOT NULL DEFAULT '',
    hint       TEXT    NOT NULL DEFAULT '',
    UNIQUE (tenant, ticket)
) STRICT;

CREATE INDEX inbox_by_turn ON inbox (tenant, lane, not_before);
CREATE INDEX inbox_parked ON inbox (tenant, lane) WHERE parked = 1;

CREATE TABLE intents (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant      INTEGER NOT NULL REFERENCES tenants,
    kind        INTEGER NOT NULL,
    state       INTEGER NOT NULL,
    ticket      TEXT    NOT NULL,
    ticket_url  TEXT    NOT NULL,
    mapping     TEXT    NOT NULL,
    key         TEXT    NOT NULL,
    project     TEXT    NOT NULL,
    base        TEXT    NOT NULL,
    written_at  INTEGER NOT NULL,
    server_time INTEGER NOT NULL,
    fate        INTEGER NOT NULL,
    looks       INTEGER NOT NULL,
    looked_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX intents_by_ticket ON intents (tenant, kind, ticket);
-- two open creates of one ticket would be two work items
CREATE UNIQUE INDEX one_open_create ON intents (tenant, ticket) WHERE kind = 0 AND state = 0;

CREATE TABLE links (
    id                   INTEGER PRIMARY KEY,     -- the order of making
    tenant               INTEGER NOT NULL REFERENCES tenants,
    ticket               TEXT    NOT NULL,
    work_item            INTEGER NOT NULL,
    automatic            INTEGER NOT NULL,        -- made by a mapping
    revision             INTEGER NOT NULL,
    mapping              INTEGER NOT NULL REFERENCES names,
    project              INTEGER NOT NULL REFERENCES names,
    ticket_url           TEXT    NOT NULL,        -- "<id of the name of what stands before the ticket's id>:", or "=<url>"
    work_item_url        TEXT    NOT NULL,        -- in the same way
    key                  ANY     NOT NULL,        -- the bytes that the mark spells in hexadecimal
    linked_at            INTEGER NOT NULL,
    link_back            INTEGER NOT NULL,
    link_back_attempts   INTEGER NOT NULL,
    link_back_not_before INTEGER NOT NULL,
    link_back_problem    TEXT    NOT NULL,
    base                 TEXT    NOT NULL,        -- "<id of the field's name>:<bytes>:<value>", once for each field
    UNIQUE (tenant, ticket, work_item)
) STRICT;

CREATE UNIQUE INDEX one_automatic_link ON links (tenant, ticket) WHERE automatic = 1;
CREATE INDEX links_to_tell ON links (tenant, link_back_not_before) WHERE link_back = 1;
CREATE INDEX links_of_tenant ON links (tenant);

CREATE TABLE history (
    id       INTEGER PRIMARY KEY,
    tenant   INTEGER NOT NULL REFERENCES tenants,
    since    TEXT    NOT NULL,
    until    TEXT    NOT NULL,
    "limit"  INTEGER NOT NULL,
    cursor   TEXT    NOT NULL,
    listed   INTEGER NOT NULL,
    finished INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX one_open_history ON history (tenant) WHERE finished = 0;
