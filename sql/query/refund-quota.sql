-- Gives back what was claimed and never posted, if the day is still the same.
UPDATE app SET quota_used = GREATEST(quota_used - :#posts, 0) WHERE app_id = :#app AND quota_day = :#quota_day
