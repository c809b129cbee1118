-- Removes at most 1000 results whose notification was looked for in vain since :#results_before.
DELETE FROM push_result WHERE arrived_at <= :#results_before LIMIT 1000
