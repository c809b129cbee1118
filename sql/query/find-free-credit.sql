-- The next free use of one formId or prepay_id.
SELECT id, openid, use_no, kind, collected_at, usable_from, expires_at, freed FROM credit
 WHERE app_id = :#app AND form_id = :#form_id AND kind <> 'subscription' ORDER BY app_id, form_id, use_no LIMIT 1
