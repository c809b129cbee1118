-- The newest :#n failed notifications of an app, counted by the code they failed with.
SELECT errcode, min(reason) AS reason, count(*) AS failed
  FROM (SELECT errcode, reason FROM notification WHERE app_id = :#app AND state = 'failed' ORDER BY app_id DESC, state DESC, id DESC LIMIT :#n) newest
 GROUP BY errcode ORDER BY count(*) DESC
