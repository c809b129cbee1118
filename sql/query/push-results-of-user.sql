-- The results of one user and template without a notification whose times are near each other.
SELECT id FROM push_result
 WHERE app_id = :#app AND openid = :#openid AND template_id = :#template_id AND sent_at BETWEEN :#since AND :#until
