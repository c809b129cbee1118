-- Says when the notification of a result is looked for again.
UPDATE push_result SET look_at = :#look_at WHERE id = :#push_result
