-- Instance Creation Date and Time as the hospital's list had them: when they move, the instance is asked for again and compared.
ALTER TABLE instance ADD COLUMN content_stamp TEXT;

-- The same wrong bytes are kept once, however often they come.
ALTER TABLE quarantine ADD COLUMN sha256 BLOB CHECK (sha256 IS NULL OR length(sha256) = 32);
CREATE UNIQUE INDEX quarantine_once ON quarantine (sop_instance_uid, reason, sha256);
