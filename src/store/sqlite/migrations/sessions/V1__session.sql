-- Sessions of signed-in people. The key is a hash, so that the file alone lets nobody in.
CREATE TABLE session (
    key     TEXT PRIMARY KEY,
    state   TEXT NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_by_expiry ON session (expires);
