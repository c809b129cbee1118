-- Notes what a claim takes of the rate and of the day's budget.
UPDATE app SET paced_until = :#paced_until, quota_day = :#quota_day, quota_used = :#quota_used WHERE app_id = :#app
