-- The users of an app whom a credit of whatever kind reaches at :#now; whom today's credits still reach at :#soon; and by which kind. Walks all credits of the app,
-- as they lie: grouped by the bare openid they would be fetched in the order of its index, which takes several times as long.
SELECT count(*) AS users,
       coalesce(sum(CASE WHEN last_end > :#soon THEN 1 ELSE 0 END), 0) AS later,
       coalesce(sum(by_form), 0) AS by_form,
       coalesce(sum(by_subscription), 0) AS by_subscription
  FROM (SELECT max(expires_at) AS last_end,
               max(CASE WHEN kind = 'subscription' THEN 0 ELSE 1 END) AS by_form,
               max(CASE WHEN kind = 'subscription' THEN 1 ELSE 0 END) AS by_subscription
          FROM credit
         WHERE app_id = :#app AND expires_at > :#reserve_until AND usable_from <= :#now
         GROUP BY concat(openid, '')) reached
