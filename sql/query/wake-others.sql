-- These will not use the credit that woke them: wakes as many others that wait for one of the same purses.
INSERT INTO wake_up (app_id, purse, uses, usable_from)
SELECT n.app_id, n.purse, count(*), :#now FROM notification n
 WHERE n.id IN (:#in:ids) AND n.form_id IS NULL
   AND EXISTS (SELECT 1 FROM notification w WHERE w.app_id = n.app_id AND w.wait_key = n.purse)
 GROUP BY n.app_id, n.purse
