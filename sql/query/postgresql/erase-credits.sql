-- Removes at most :#n free credits of one user, of whatever kind. Needs the gate: a claim may have chosen one of them.
DELETE FROM credit
 WHERE id = ANY (ARRAY (SELECT id FROM credit WHERE app_id = :#app AND openid = :#openid LIMIT :#n))
