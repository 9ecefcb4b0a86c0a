-- A change may be nobody's: an event in the registers outside the portal. SQLite cannot take a NOT NULL away, so the
-- trail is copied, with the rows that refer to it.
CREATE TABLE audit_next (
    id           INTEGER PRIMARY KEY,
    at           INTEGER NOT NULL,
    person       BLOB REFERENCES person (id),
    on_behalf_of INTEGER NOT NULL REFERENCES organisation (number),
    action       TEXT NOT NULL,
    access       BLOB NOT NULL,
    already      INTEGER NOT NULL,
    undoes       INTEGER REFERENCES audit_next (id),
    channel      TEXT NOT NULL DEFAULT 'portal' CHECK (channel IN ('portal', 'api')),
    client_id    TEXT
) STRICT;

INSERT INTO audit_next
    SELECT id, at, person, on_behalf_of, action, access, already, undoes, channel, client_id FROM audit ORDER BY id;

CREATE TABLE audit_client_next (
    audit   INTEGER NOT NULL REFERENCES audit_next (id),
    client  INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    PRIMARY KEY (audit, client)
) STRICT, WITHOUT ROWID;

INSERT INTO audit_client_next SELECT audit, client, refused FROM audit_client;

DROP TABLE audit_client;
DROP TABLE audit;
ALTER TABLE audit_next RENAME TO audit;
ALTER TABLE audit_client_next RENAME TO audit_client;
CREATE INDEX audit_of_access ON audit (access, id);
