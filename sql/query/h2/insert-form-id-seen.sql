-- Remembers a formId and who brought it first; changes nothing if it is known. Waits for another request that is bringing it,
-- and then fails with a duplicate key.
-- (MERGE … KEY would overwrite who brought it first: it reads its values before it waits.)
INSERT INTO form_id_seen (app_id, form_hash, collection, forget_at)
SELECT :#app, :#form_hash, :#collection, :#forget_at
 WHERE NOT EXISTS (SELECT 1 FROM form_id_seen WHERE form_hash = :#form_hash)
