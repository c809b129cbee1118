-- Locks an uncertain notification until the commit, if nobody has touched it since the claim at :#claimed_at.
SELECT id, reference, CASE WHEN form_id IS NULL THEN 0 ELSE 1 END AS tied FROM notification
 WHERE id = :#id AND state = 'uncertain' AND claimed_at = :#claimed_at FOR UPDATE
