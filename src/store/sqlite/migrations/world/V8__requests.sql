-- Systems, vendors' requests for accesses to them, and an audit trail that can be about anything. An access is known by
-- system, owner and the vendor's reference, no longer by owner and title.

CREATE TABLE system (
    key            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    vendor         INTEGER NOT NULL REFERENCES organisation (number),
    name_nb        TEXT NOT NULL,
    name_nn        TEXT NOT NULL,
    name_en        TEXT NOT NULL,
    description_nb TEXT NOT NULL DEFAULT '',
    description_nn TEXT NOT NULL DEFAULT '',
    description_en TEXT NOT NULL DEFAULT '',
    visible        INTEGER NOT NULL DEFAULT 0,
    deleted        INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE system_package (
    system  INTEGER NOT NULL REFERENCES system (key) ON DELETE CASCADE,
    place   INTEGER NOT NULL,
    package TEXT NOT NULL,
    PRIMARY KEY (system, place),
    UNIQUE (system, package)
) STRICT, WITHOUT ROWID;

CREATE TABLE system_redirect (
    system INTEGER NOT NULL REFERENCES system (key) ON DELETE CASCADE,
    place  INTEGER NOT NULL,
    url    TEXT NOT NULL,
    PRIMARY KEY (system, place)
) STRICT, WITHOUT ROWID;

-- Programs that fetch tokens for a system; the public key is a JSON Web Key.
CREATE TABLE oauth_client (
    id         BLOB NOT NULL PRIMARY KEY,
    system     INTEGER NOT NULL REFERENCES system (key) ON DELETE CASCADE,
    place      INTEGER NOT NULL,
    public_key TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX oauth_client_of_system ON oauth_client (system, place);

CREATE TABLE person_package (
    person       BLOB NOT NULL REFERENCES person (id),
    organisation INTEGER NOT NULL REFERENCES organisation (number),
    package      TEXT NOT NULL,
    PRIMARY KEY (person, organisation, package)
) STRICT, WITHOUT ROWID;

-- A system of each vendor and name so far, with the id that programs were shown. Names that share an id are told apart.
INSERT INTO system (id, vendor, name_nb, name_nn, name_en)
    WITH RECURSIVE named (vendor, name, first) AS (
        SELECT vendor, system, min(key) FROM system_access GROUP BY vendor, system
    ), short (vendor, name, first, rest, id) AS (
        SELECT vendor, name, first, lower(name), '' FROM named
        UNION ALL
        SELECT vendor, name, first, substr(rest, 2),
               id || CASE WHEN substr(rest, 1, 1) GLOB '[a-z0-9]' THEN substr(rest, 1, 1) ELSE '-' END
        FROM short WHERE rest <> ''
    ), numbered (vendor, name, first, id, nth) AS (
        SELECT vendor, name, first, printf('%09d_%s', vendor, id), row_number() OVER (PARTITION BY vendor, id ORDER BY first)
        FROM short WHERE rest = ''
    )
    SELECT CASE nth WHEN 1 THEN id ELSE id || '_' || nth END, vendor, name, name, name FROM numbered ORDER BY first;

-- It may ask for what its accesses have.
INSERT INTO system_package (system, place, package)
    SELECT s.key, row_number() OVER (PARTITION BY s.key ORDER BY min(a.key), min(p.place)) - 1, p.package
    FROM system s JOIN system_access a ON a.vendor = s.vendor AND a.system = s.name_nb
    JOIN access_package p ON p.access = a.key GROUP BY s.key, p.package;

-- SQLite cannot change a table's constraints, and dropping a table that others refer to deletes their rows: so accesses
-- are copied with all that refers to them.
CREATE TABLE system_access_next (
    key          INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE,
    owner        INTEGER NOT NULL REFERENCES organisation (number),
    kind         TEXT NOT NULL CHECK (kind IN ('own', 'clients')),
    title        TEXT NOT NULL,
    system       INTEGER NOT NULL REFERENCES system (key),
    external_ref TEXT NOT NULL,
    created      INTEGER NOT NULL,
    UNIQUE (owner, system, external_ref)
) STRICT;

-- The owner's number is the reference of the first access; the others count on.
INSERT INTO system_access_next
    SELECT a.key, a.id, a.owner, a.kind, a.title, s.key,
           CASE row_number() OVER same WHEN 1 THEN printf('%09d', a.owner)
           ELSE printf('%09d-%d', a.owner, row_number() OVER same) END, a.created
    FROM system_access a JOIN system s ON s.vendor = a.vendor AND s.name_nb = a.system
    WINDOW same AS (PARTITION BY a.owner, s.key ORDER BY a.key) ORDER BY a.key;

CREATE TABLE access_package_next (
    access  INTEGER NOT NULL REFERENCES system_access_next (key) ON DELETE CASCADE,
    place   INTEGER NOT NULL,
    package TEXT NOT NULL,
    PRIMARY KEY (access, place),
    UNIQUE (access, package)
) STRICT, WITHOUT ROWID;

INSERT INTO access_package_next SELECT access, place, package FROM access_package;

CREATE TABLE delegation_next (
    access INTEGER NOT NULL REFERENCES system_access_next (key) ON DELETE CASCADE,
    client INTEGER NOT NULL REFERENCES organisation (number),
    added  INTEGER NOT NULL,
    PRIMARY KEY (access, client)
) STRICT, WITHOUT ROWID;

INSERT INTO delegation_next SELECT access, client, added FROM delegation;

CREATE TABLE delegation_package_next (
    access  INTEGER NOT NULL,
    client  INTEGER NOT NULL,
    package TEXT NOT NULL,
    via     TEXT NOT NULL,
    PRIMARY KEY (access, client, package),
    FOREIGN KEY (access, client) REFERENCES delegation_next (access, client) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

INSERT INTO delegation_package_next SELECT access, client, package, via FROM delegation_package;

DROP TABLE delegation_package;
DROP TABLE delegation;
DROP TABLE access_package;
DROP TABLE system_access;
ALTER TABLE system_access_next RENAME TO system_access;
ALTER TABLE access_package_next RENAME TO access_package;
ALTER TABLE delegation_next RENAME TO delegation;
ALTER TABLE delegation_package_next RENAME TO delegation_package;

CREATE INDEX access_of_system ON system_access (system, id);

-- Approval gives the access the request's id. An answer has who and when together.
CREATE TABLE access_request (
    key          INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE,
    owner        INTEGER NOT NULL REFERENCES organisation (number),
    kind         TEXT NOT NULL CHECK (kind IN ('own', 'clients')),
    title        TEXT NOT NULL,
    system       INTEGER NOT NULL REFERENCES system (key),
    external_ref TEXT NOT NULL,
    redirect_url TEXT,
    created      INTEGER NOT NULL,
    escalated    INTEGER,
    escalated_by BLOB REFERENCES person (id) CHECK ((escalated_by IS NULL) = (escalated IS NULL)),
    answer       TEXT CHECK (answer IN ('accepted', 'rejected')),
    answered     INTEGER CHECK ((answered IS NULL) = (answer IS NULL)),
    answered_by  BLOB REFERENCES person (id) CHECK ((answered_by IS NULL) = (answer IS NULL)),
    UNIQUE (owner, system, external_ref)
) STRICT;

CREATE INDEX request_of_system ON access_request (system, id);
CREATE INDEX request_escalated ON access_request (owner, created) WHERE escalated IS NOT NULL AND answer IS NULL;

CREATE TABLE request_package (
    request INTEGER NOT NULL REFERENCES access_request (key) ON DELETE CASCADE,
    place   INTEGER NOT NULL,
    package TEXT NOT NULL,
    PRIMARY KEY (request, place),
    UNIQUE (request, package)
) STRICT, WITHOUT ROWID;

-- How many requests and accesses were made with a key. Not part of what a scenario makes and unmakes.
CREATE TABLE made_count (
    system       TEXT NOT NULL,
    owner        INTEGER NOT NULL,
    external_ref TEXT NOT NULL,
    made         INTEGER NOT NULL,
    PRIMARY KEY (system, owner, external_ref)
) STRICT, WITHOUT ROWID;

-- An entry is about one subject of several kinds; each has its own columns, without references, because it stays when
-- what it is about is gone. A change of clients has an access.
DROP INDEX audit_of_access;
ALTER TABLE audit ADD COLUMN subject TEXT NOT NULL DEFAULT 'access'
    CHECK (subject IN ('access', 'request', 'system', 'relationship', 'package', 'organisation'));
ALTER TABLE audit ADD COLUMN access_next BLOB;
UPDATE audit SET access_next = access;
ALTER TABLE audit DROP COLUMN access;
ALTER TABLE audit RENAME COLUMN access_next TO access;
ALTER TABLE audit ADD COLUMN request BLOB;
ALTER TABLE audit ADD COLUMN system TEXT;
ALTER TABLE audit ADD COLUMN provider INTEGER;
ALTER TABLE audit ADD COLUMN client INTEGER;
ALTER TABLE audit ADD COLUMN package TEXT;
ALTER TABLE audit ADD COLUMN organisation INTEGER;

-- What nobody in the portal did came from outside.
ALTER TABLE audit ADD COLUMN channel_next TEXT NOT NULL DEFAULT 'page'
    CHECK (channel_next IN ('page', 'api', 'file', 'outside'));
UPDATE audit SET channel_next = CASE
    WHEN channel = 'api' THEN 'api' WHEN person IS NULL THEN 'outside' ELSE 'page' END;
ALTER TABLE audit DROP COLUMN channel;
ALTER TABLE audit RENAME COLUMN channel_next TO channel;

CREATE INDEX audit_of_access ON audit (access, id) WHERE access IS NOT NULL;
CREATE INDEX audit_for_organisation ON audit (on_behalf_of, id);
