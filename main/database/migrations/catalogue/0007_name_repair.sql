-- The patient's name was in another character set than its images declare: JSON with `declared` and `readAs`. Null: it was as declared, or nobody has looked.
ALTER TABLE study ADD COLUMN name_repair TEXT;
