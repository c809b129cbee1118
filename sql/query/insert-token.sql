-- Adds the token row of an app, due to be fetched at once; changes nothing if it is there.
INSERT INTO token (app_id, refresh_at)
SELECT :#app, :#now FROM (SELECT 1 AS one) AS nothing
 WHERE NOT EXISTS (SELECT 1 FROM token WHERE app_id = :#app)
