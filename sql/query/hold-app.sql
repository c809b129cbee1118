-- Lets an app rest until :#until, unless it rests longer already.
UPDATE app SET hold_until = :#until, hold_errcode = :#errcode, hold_reason = :#reason
 WHERE app_id = :#app AND (hold_until IS NULL OR hold_until < :#until)
