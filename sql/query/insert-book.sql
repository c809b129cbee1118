-- Opens the books of an app; changes nothing if they are open.
INSERT INTO book (app_id)
SELECT :#app FROM (SELECT 1 AS one) AS nothing
 WHERE NOT EXISTS (SELECT 1 FROM book WHERE app_id = :#app)
