-- The users of an app whom a credit of whatever kind reaches at :#now; whom today's credits still reach at :#soon; and by which kind. Walks all credits of the app,
-- in the order of their users: H2 would take the index of ends, and keep all groups in the memory of the gateway.
SELECT count(*) AS users,
       coalesce(sum(CASE WHEN last_end > :#soon THEN 1 ELSE 0 END), 0) AS later,
       coalesce(sum(by_form), 0) AS by_form,
       coalesce(sum(by_subscription), 0) AS by_subscription
  FROM (SELECT app_id, openid, max(expires_at) AS last_end,
               max(CASE WHEN kind = 'subscription' THEN 0 ELSE 1 END) AS by_form,
               max(CASE WHEN kind = 'subscription' THEN 1 ELSE 0 END) AS by_subscription
          FROM credit USE INDEX (credit_user)
         WHERE app_id = :#app AND expires_at > :#reserve_until AND usable_from <= :#now
         GROUP BY app_id, openid) reached
