-- Removes at most 1000 results whose notification was looked for in vain since :#results_before.
DELETE FROM push_result
 WHERE ctid = ANY (ARRAY (SELECT ctid FROM push_result WHERE arrived_at <= :#results_before ORDER BY arrived_at LIMIT 1000))
