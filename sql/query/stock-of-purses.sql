-- The uses of credits that could be reserved now in each of some purses; one that has none is missing.
SELECT purse, count(*) AS available FROM credit
 WHERE app_id = :#app AND purse IN (:#in:purses) AND expires_at > :#reserve_until AND usable_from <= :#now
 GROUP BY purse
