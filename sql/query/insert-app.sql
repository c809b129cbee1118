-- Adds an app and its gate row; changes nothing if it is there.
INSERT INTO app (app_id, created_at)
SELECT :#app, :#now FROM (SELECT 1 AS one) AS nothing
 WHERE NOT EXISTS (SELECT 1 FROM app WHERE app_id = :#app)
