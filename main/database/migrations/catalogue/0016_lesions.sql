-- The measurement of a prior that a measurement follows: the same lesion, later. '' for none.
ALTER TABLE measurement ADD COLUMN prior_tracking_uid TEXT NOT NULL DEFAULT '' CHECK (length(prior_tracking_uid) <= 64);
