-- Forgets at most 1000 formIds whose second collection can do no harm any more.
DELETE FROM form_id_seen
 WHERE ctid = ANY (ARRAY (SELECT ctid FROM form_id_seen WHERE forget_at <= :#now ORDER BY forget_at LIMIT 1000))
