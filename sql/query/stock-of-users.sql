-- The uses of credits that could be reserved now for each of some users; one who has none is missing.
SELECT purse AS openid, count(*) AS available FROM credit
 WHERE app_id = :#app AND purse IN (:#in:openids) AND expires_at > :#reserve_until AND usable_from <= :#now
 GROUP BY purse
