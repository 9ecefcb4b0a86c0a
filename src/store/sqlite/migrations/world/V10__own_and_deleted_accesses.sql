-- When the owner itself was added to an access for clients.
ALTER TABLE system_access ADD COLUMN own_organisation INTEGER;

-- What is told to a person who comes after an access was deleted. Without a person if it was deleted outside the portal.
CREATE TABLE deleted_access (
    id     BLOB NOT NULL PRIMARY KEY,
    owner  INTEGER NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('own', 'clients')),
    title  TEXT NOT NULL,
    at     INTEGER NOT NULL,
    person BLOB
) STRICT, WITHOUT ROWID;
