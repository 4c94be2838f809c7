-- Objects without a picture, such as a structured report, that a device filed in the series of its images: the rail offers them beside the stack.
ALTER TABLE series ADD COLUMN object_instances INTEGER NOT NULL DEFAULT 0 CHECK (object_instances >= 0);
