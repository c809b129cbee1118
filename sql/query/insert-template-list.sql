-- From now on the templates of :#app are asked for; changes nothing if they are already.
INSERT INTO template_list (app_id)
SELECT :#app FROM (SELECT 1 AS one) AS nothing
 WHERE NOT EXISTS (SELECT 1 FROM template_list WHERE app_id = :#app)
