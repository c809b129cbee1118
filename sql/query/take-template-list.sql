-- Gives one node the right to ask for the templates of :#app; changes nothing if anybody has asked after :#asked_before.
UPDATE template_list SET asked_at = :#now
 WHERE app_id = :#app
   AND (asked_at IS NULL OR asked_at <= :#asked_before)
