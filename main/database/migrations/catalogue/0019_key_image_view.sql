-- How the physician saw a key image when it was marked: JSON of keyImageView (measurements.contract.ts); null where nothing is known.
ALTER TABLE key_image ADD COLUMN view TEXT;
