-- One world: organisations and people, who is what for whom, system accesses, and the delegations made in the portal.
-- Times are milliseconds since 1970 UTC. Organisations are known by their number everywhere.

-- One row. The revision counts every change of anything below, a new scenario included.
CREATE TABLE world (
    revision INTEGER NOT NULL,
    scenario TEXT,
    loaded   INTEGER
) STRICT;

INSERT INTO world (revision) VALUES (0);

CREATE TABLE organisation (
    number INTEGER PRIMARY KEY,
    uuid   BLOB NOT NULL UNIQUE,
    name   TEXT NOT NULL,
    form   TEXT NOT NULL
) STRICT;

CREATE TABLE person (
    place       INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE,
    national_id TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    note_nb     TEXT NOT NULL,
    note_nn     TEXT NOT NULL,
    note_en     TEXT NOT NULL
) STRICT;

CREATE TABLE person_role (
    person       BLOB NOT NULL REFERENCES person (id),
    organisation INTEGER NOT NULL REFERENCES organisation (number),
    role         TEXT NOT NULL,
    PRIMARY KEY (person, organisation, role)
) STRICT, WITHOUT ROWID;

-- What a client has registered the provider as in Enhetsregisteret.
CREATE TABLE client_role (
    provider INTEGER NOT NULL REFERENCES organisation (number),
    client   INTEGER NOT NULL REFERENCES organisation (number),
    role     TEXT NOT NULL,
    PRIMARY KEY (provider, client, role)
) STRICT, WITHOUT ROWID;

-- What a client has given the provider by hand.
CREATE TABLE client_package (
    provider INTEGER NOT NULL REFERENCES organisation (number),
    client   INTEGER NOT NULL REFERENCES organisation (number),
    package  TEXT NOT NULL,
    PRIMARY KEY (provider, client, package)
) STRICT, WITHOUT ROWID;

CREATE TABLE system_access (
    key     INTEGER PRIMARY KEY,
    id      BLOB NOT NULL UNIQUE,
    owner   INTEGER NOT NULL REFERENCES organisation (number),
    kind    TEXT NOT NULL CHECK (kind IN ('own', 'clients')),
    title   TEXT NOT NULL,
    system  TEXT NOT NULL,
    vendor  INTEGER NOT NULL REFERENCES organisation (number),
    created INTEGER NOT NULL,
    UNIQUE (owner, title)
) STRICT;

CREATE TABLE access_package (
    access  INTEGER NOT NULL REFERENCES system_access (key) ON DELETE CASCADE,
    place   INTEGER NOT NULL,
    package TEXT NOT NULL,
    PRIMARY KEY (access, place),
    UNIQUE (access, package)
) STRICT, WITHOUT ROWID;

CREATE TABLE delegation (
    access INTEGER NOT NULL REFERENCES system_access (key) ON DELETE CASCADE,
    client INTEGER NOT NULL REFERENCES organisation (number),
    added  INTEGER NOT NULL,
    PRIMARY KEY (access, client)
) STRICT, WITHOUT ROWID;

-- The packages that a client brought when it was added; via is an ER role, or 'direct'.
CREATE TABLE delegation_package (
    access  INTEGER NOT NULL,
    client  INTEGER NOT NULL,
    package TEXT NOT NULL,
    via     TEXT NOT NULL,
    PRIMARY KEY (access, client, package),
    FOREIGN KEY (access, client) REFERENCES delegation (access, client) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- One row a change, of one client or of thousands. Kept when what it is about is gone: no reference to the access.
CREATE TABLE audit (
    id           INTEGER PRIMARY KEY,
    at           INTEGER NOT NULL,
    person       BLOB NOT NULL REFERENCES person (id),
    on_behalf_of INTEGER NOT NULL REFERENCES organisation (number),
    action       TEXT NOT NULL,
    access       BLOB NOT NULL,
    already      INTEGER NOT NULL,
    undoes       INTEGER REFERENCES audit (id)
) STRICT;

CREATE INDEX audit_of_access ON audit (access, id);

-- The clients of a change: those that it changed, and those that it refused.
CREATE TABLE audit_client (
    audit   INTEGER NOT NULL REFERENCES audit (id),
    client  INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    PRIMARY KEY (audit, client)
) STRICT, WITHOUT ROWID;
