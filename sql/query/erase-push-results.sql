-- Removes the results about one user whose notification is still looked for.
DELETE FROM push_result WHERE app_id = :#app AND openid = :#openid
