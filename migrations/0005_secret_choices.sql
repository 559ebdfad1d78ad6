-- Of secrets that are good side by side while they are changed: which one is in use, and which were refused.

CREATE TABLE secret_choices (
    owner      TEXT    NOT NULL,         -- a side of a tenant, or an app
    source     TEXT    NOT NULL,         -- where the secret is, never the secret
    stamp      TEXT    NOT NULL,         -- of the secret when it was refused: one that was replaced is tried again
    in_use     INTEGER NOT NULL,
    refused_at INTEGER NOT NULL,
    PRIMARY KEY (owner, source)
) STRICT, WITHOUT ROWID;
