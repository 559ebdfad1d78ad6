-- Sign-ins and secrets, each sealed for its place under a key that is not in this file.

CREATE TABLE sign_ins (
    tenant       TEXT    NOT NULL,       -- its name: there may be a sign-in before there is a tenant
    side         TEXT    NOT NULL,       -- desk or work
    key          TEXT    NOT NULL,       -- that opens `tokens`
    tokens       ANY     NOT NULL,
    app          TEXT    NOT NULL,
    account      TEXT    NOT NULL,
    scope        TEXT    NOT NULL,
    signed_in_at INTEGER NOT NULL,
    renewed_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    sent_at      INTEGER NOT NULL,       -- a renewal whose answer is not recorded
    refusal      TEXT    NOT NULL,
    hint         TEXT    NOT NULL,
    PRIMARY KEY (tenant, side)
) STRICT, WITHOUT ROWID;

CREATE TABLE secrets (
    tenant  TEXT    NOT NULL,            -- empty: of all
    name    TEXT    NOT NULL,
    key     TEXT    NOT NULL,
    sealed  ANY     NOT NULL,
    kept_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, name)
) STRICT, WITHOUT ROWID;

-- nothing is sealed under these any more
CREATE TABLE retired_keys (
    id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
