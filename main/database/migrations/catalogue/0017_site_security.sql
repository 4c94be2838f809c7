-- How a hospital's line is protected: authority, client certificate, pinned certificate, whether plain HTTP is allowed, kind of login. JSON.
ALTER TABLE site ADD COLUMN security TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(security));
-- Password, token, client secret and private key of a hospital, wrapped by the seat's key store; base64, '' for none. The column password is emptied at the next start.
ALTER TABLE site ADD COLUMN sealed_secrets TEXT NOT NULL DEFAULT '';
