-- Of secrets that are good side by side while they are changed: which one is in use, and which were refused.

CREATE TABLE secret_choices (
    owner      TEXT    NOT NULL,         -- a side of a tenant, or an app
    source     TEXT    NOT NULL,         -- where the secret is, never the secret
    stamp      TEXT    NOT NULL,         -- of the secret when it was refused: one that was replaced is tried again
    in_use     INTEGER NOT NULL,
    refused_at INTEGER NOT NULL,
    PRIMARY KEY (owner, source)
) STRICT, WITHOUT ROWID;

-- Who a side said that we are; as whom people signed in themselves stands in sign_ins.
CREATE TABLE side_accounts (
    tenant  TEXT    NOT NULL,
    side    TEXT    NOT NULL,            -- desk or work
    account TEXT    NOT NULL,
    good_at INTEGER NOT NULL,            -- when it last answered us well, to the hour
    PRIMARY KEY (tenant, side)
) STRICT, WITHOUT ROWID;
