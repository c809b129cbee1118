-- The uses of formIds that could be reserved now, over all users of an app. Subscriptions, which never end, lie behind them in the
-- index of ends and are not walked.
SELECT count(*) AS available, count(DISTINCT openid) AS users,
       coalesce(sum(CASE WHEN expires_at <= :#soon THEN 1 ELSE 0 END), 0) AS expiring
  FROM credit
 WHERE app_id = :#app AND expires_at > :#reserve_until AND expires_at < TIMESTAMP '9000-01-01 00:00:00' AND usable_from <= :#now
