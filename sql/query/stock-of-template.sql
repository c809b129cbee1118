-- The free subscriptions of one template, over all users of an app. They have no end and no rest, so that the index alone tells;
-- and no other credit is walked. (Counted by purse first: no database has to keep all users in memory to tell them apart.)
SELECT coalesce(sum(uses), 0) AS available, count(*) AS users, 0 AS expiring
  FROM (SELECT count(*) AS uses FROM credit
         WHERE app_id = :#app AND purse >= :#first AND purse < :#after
         GROUP BY app_id, purse) AS purses
