-- A change's id leaves the portal, in pages and addresses, so no other change ever gets it, of this world or another. The
-- row number stays inside and gives the order.
ALTER TABLE audit ADD COLUMN uuid BLOB NOT NULL DEFAULT x'';
UPDATE audit SET uuid = unhex(
    hex(randomblob(6)) || '4' || substr(hex(randomblob(2)), 2) ||
    substr('89AB', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || hex(randomblob(6)));
CREATE UNIQUE INDEX audit_by_uuid ON audit (uuid);

-- The page whose form began a test run: sent again, it finds the same run while that is there.
ALTER TABLE round ADD COLUMN form BLOB;
CREATE UNIQUE INDEX round_by_form ON round (form, walkthrough);

-- Answers to requests with an idempotency key. The hashes are of who asked and the key, and of what was asked; times are
-- real.
CREATE TABLE kept_answer (
    key     BLOB PRIMARY KEY,
    request BLOB NOT NULL,
    text    TEXT NOT NULL,
    at      INTEGER NOT NULL
) STRICT;
CREATE INDEX kept_answer_by_age ON kept_answer (at);
