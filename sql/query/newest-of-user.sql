-- The newest notifications of a user, at most :#n, as far as it takes to tell which one a result belongs to.
SELECT id, template_id, channel, state, doubt, attempts, claimed_at, msgid FROM notification
 WHERE app_id = :#app AND touser = :#openid ORDER BY app_id DESC, touser DESC, id DESC LIMIT :#n
