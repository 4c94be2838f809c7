-- Hanging protocols that physicians made from their screen. What they look for is data of shared/hanging/protocol, checked by its schema on the way in.
CREATE TABLE learned_protocol (
  protocol_id TEXT PRIMARY KEY CHECK (length(protocol_id) BETWEEN 1 AND 64),
  content     TEXT NOT NULL CHECK (json_valid(content)),
  learned_at  TEXT NOT NULL -- ISO 8601, UTC
) STRICT, WITHOUT ROWID;
