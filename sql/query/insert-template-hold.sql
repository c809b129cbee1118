-- Keeps the notifications of a template or a channel back from now on. Needs the gate.
INSERT INTO template_hold (app_id, hold_key, held_at, errcode, reason) VALUES (:#app, :#hold_key, :#now, :#errcode, :#reason)
