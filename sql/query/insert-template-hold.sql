-- Keeps the notifications of a template back from now on. Needs the gate.
INSERT INTO template_hold (app_id, hold_key, held_at) VALUES (:#app, :#hold_key, :#now)
