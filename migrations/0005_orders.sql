-- Links that people make and take away while an agent runs: what it is to do, and what became of it.

CREATE TABLE orders (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant    INTEGER NOT NULL REFERENCES tenants,
    verb      INTEGER NOT NULL,
    ticket    TEXT    NOT NULL,
    work_item INTEGER NOT NULL,
    mapping   TEXT    NOT NULL,          -- empty: whichever fits
    comment   INTEGER NOT NULL,
    state     INTEGER NOT NULL,          -- 0 waits, 1 is being done, 2 has its answer
    error     TEXT    NOT NULL DEFAULT '',
    hint      TEXT    NOT NULL DEFAULT '',
    used      TEXT    NOT NULL DEFAULT '',   -- the mapping that it is linked by
    url       TEXT    NOT NULL DEFAULT '',   -- of the work item
    remarks   TEXT    NOT NULL DEFAULT ''    -- one on each line
) STRICT;
