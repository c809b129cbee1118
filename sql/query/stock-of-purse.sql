-- The uses of credits in one purse that could be reserved now.
SELECT count(*) AS available, count(DISTINCT openid) AS users,
       coalesce(sum(CASE WHEN expires_at <= :#soon THEN 1 ELSE 0 END), 0) AS expiring
  FROM credit
 WHERE app_id = :#app AND purse = :#purse AND expires_at > :#reserve_until AND usable_from <= :#now
