-- Remembers a formId and who brought it first; changes nothing if it is known. Waits for another request that is bringing it.
-- (INSERT IGNORE would also swallow every other fault of the row.)
INSERT INTO form_id_seen (app_id, form_hash, collection, forget_at)
VALUES (:#app, :#form_hash, :#collection, :#forget_at)
    ON DUPLICATE KEY UPDATE collection = form_id_seen.collection
