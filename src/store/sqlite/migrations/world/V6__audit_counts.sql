-- How many clients a change changed and refused, so that telling of it need not read them all; and the refused ones, who
-- are few, to be found among many.
ALTER TABLE audit ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
UPDATE audit SET
    changed = (SELECT count(*) FROM audit_client WHERE audit = id AND NOT audit_client.refused),
    refused = (SELECT count(*) FROM audit_client WHERE audit = id AND audit_client.refused);
CREATE INDEX audit_client_refused ON audit_client (audit, client) WHERE refused;
