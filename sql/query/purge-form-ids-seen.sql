-- Forgets at most 1000 formIds whose second collection can do no harm any more.
DELETE FROM form_id_seen WHERE forget_at <= :#now LIMIT 1000
