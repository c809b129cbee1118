-- Keeps a result that no notification has asked for yet; changes nothing if there is one for this message.
INSERT INTO push_result (app_id, msgid, openid, template_id, push, push_reason, sent_at, arrived_at, look_at)
SELECT :#app, :#msgid, :#openid, :#template_id, :#push, :#push_reason, :#sent_at, :#now, :#look_at FROM (SELECT 1 AS one) AS nothing
 WHERE NOT EXISTS (SELECT 1 FROM push_result WHERE app_id = :#app AND msgid = :#msgid)
