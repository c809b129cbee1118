-- The uses of credits that could be reserved now for each of some users. (A list beside another column walks all of an app's credits
-- in H2; one look for each user does not. The empty one tells H2 what the list is made of.)
SELECT u.openid, (SELECT count(*) FROM credit c
                   WHERE c.app_id = :#app AND c.purse = u.openid AND c.expires_at > :#reserve_until AND c.usable_from <= :#now) AS available
  FROM UNNEST(ARRAY[CAST('' AS varchar(128)), :#in:openids]) AS u (openid)
 WHERE u.openid <> ''
