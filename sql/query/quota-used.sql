-- How many posts of the day in their gate row each app has begun.
SELECT app_id, quota_day, quota_used FROM app
