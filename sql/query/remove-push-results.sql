-- Removes results whose notifications have been found.
DELETE FROM push_result WHERE id IN (:#in:push_results)
