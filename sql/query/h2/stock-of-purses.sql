-- The uses of credits that could be reserved now in each of some purses. (A list beside another column walks all of an app's credits
-- in H2; one look for each purse does not. The empty one tells H2 what the list is made of.)
SELECT u.purse, (SELECT count(*) FROM credit c
                  WHERE c.app_id = :#app AND c.purse = u.purse AND c.expires_at > :#reserve_until AND c.usable_from <= :#now) AS available
  FROM UNNEST(ARRAY[CAST('' AS varchar(257)), :#in:purses]) AS u (purse)
 WHERE u.purse <> ''
