-- Keeps the notifications of a template back from now on. Needs the gate.
INSERT INTO template_hold (app_id, template_id, held_at) VALUES (:#app, :#template_id, :#now)
