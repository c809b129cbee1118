-- Remembers a formId and who brought it first; writes the same again if it is known. Waits for another request that is bringing it.
-- (MERGE … KEY tries again by itself when it loses that race; MERGE … USING fails with a duplicate key.)
MERGE INTO form_id_seen (app_id, form_hash, collection, forget_at) KEY (app_id, form_hash)
VALUES (:#app, :#form_hash,
        COALESCE((SELECT collection FROM form_id_seen WHERE app_id = :#app AND form_hash = :#form_hash), :#collection),
        COALESCE((SELECT forget_at FROM form_id_seen WHERE app_id = :#app AND form_hash = :#form_hash), :#forget_at))
