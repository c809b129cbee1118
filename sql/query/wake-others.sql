-- These will not use the credit that woke them: wakes as many others that wait for one of the same users.
INSERT INTO wake_up (app_id, openid, uses, usable_from)
SELECT n.app_id, n.touser, count(*), :#now FROM notification n
 WHERE n.id IN (:#in:ids) AND n.form_id IS NULL
   AND EXISTS (SELECT 1 FROM notification w WHERE w.app_id = n.app_id AND w.wait_key = n.touser)
 GROUP BY n.app_id, n.touser
