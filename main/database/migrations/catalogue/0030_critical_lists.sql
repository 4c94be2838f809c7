-- Which reports a line of the critical list is for: '' for all, 'imaging' for all but ECGs, else a Modality (0008,0060).
ALTER TABLE critical_rule ADD COLUMN modality TEXT NOT NULL DEFAULT '';
