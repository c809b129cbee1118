-- Remembers a formId and who brought it first; changes nothing if it is known. Waits for another request that is bringing it.
INSERT INTO form_id_seen (app_id, form_hash, collection, forget_at)
VALUES (:#app, :#form_hash, :#collection, :#forget_at)
    ON CONFLICT (form_hash) DO NOTHING
