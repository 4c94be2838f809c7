-- Questions to technicians and colleagues name the image they are about and say how it was seen; the picture itself is drawn from the store of whoever
-- looks. Pictures that older programs put into them are dropped.
UPDATE shared_record SET content = json_remove(content, '$.picture'), revision = revision + 1
  WHERE kind IN ('technician-request', 'consultation') AND json_type(content, '$.picture') IS NOT NULL;
UPDATE shared_copy SET content = json_remove(content, '$.picture') WHERE kind IN ('technician-request', 'consultation') AND json_type(content, '$.picture') IS NOT NULL;
