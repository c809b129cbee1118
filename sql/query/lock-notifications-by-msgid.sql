-- Locks until the commit the notifications that the platform knows by these numbers.
SELECT id, msgid FROM notification WHERE app_id = :#app AND msgid IN (:#in:msgids) ORDER BY id FOR UPDATE
