-- A probe went well: the app is as usual again.
UPDATE app SET hold_until = NULL, hold_errcode = NULL, hold_reason = NULL
 WHERE app_id = :#app AND hold_until <= :#now
