-- How a change came: by a button of the portal, or by a program, whose client id is kept.
ALTER TABLE audit ADD COLUMN channel TEXT NOT NULL DEFAULT 'portal' CHECK (channel IN ('portal', 'api'));
ALTER TABLE audit ADD COLUMN client_id TEXT;
