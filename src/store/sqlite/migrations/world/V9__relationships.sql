-- Providers that a client has added by hand, with or without a package, and when. Where packages were given before, the
-- time is unknown: 1 January 2020.
CREATE TABLE relationship (
    provider INTEGER NOT NULL REFERENCES organisation (number),
    client   INTEGER NOT NULL REFERENCES organisation (number),
    added    INTEGER NOT NULL,
    PRIMARY KEY (provider, client)
) STRICT, WITHOUT ROWID;

INSERT INTO relationship (provider, client, added)
    SELECT DISTINCT provider, client, 1577836800000 FROM client_package;

-- A package is given within a relationship, and goes with it.
CREATE TABLE client_package_next (
    provider INTEGER NOT NULL,
    client   INTEGER NOT NULL,
    package  TEXT NOT NULL,
    PRIMARY KEY (provider, client, package),
    FOREIGN KEY (provider, client) REFERENCES relationship (provider, client) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

INSERT INTO client_package_next SELECT provider, client, package FROM client_package;
DROP TABLE client_package;
ALTER TABLE client_package_next RENAME TO client_package;

-- A client's own side.
CREATE INDEX relationship_of_client ON relationship (client);
CREATE INDEX role_of_client ON client_role (client);
CREATE INDEX package_of_client ON client_package (client);

-- An entry can be about a role that a client registers.
ALTER TABLE audit ADD COLUMN subject_next TEXT NOT NULL DEFAULT 'access'
    CHECK (subject_next IN ('access', 'request', 'system', 'relationship', 'package', 'role', 'organisation'));
UPDATE audit SET subject_next = subject;
ALTER TABLE audit DROP COLUMN subject;
ALTER TABLE audit RENAME COLUMN subject_next TO subject;
ALTER TABLE audit ADD COLUMN er_role TEXT;

CREATE INDEX audit_of_relationship ON audit (provider, client, id) WHERE provider IS NOT NULL;
