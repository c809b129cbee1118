-- Keeps a template back whose release no claim has seen yet. Needs the gate.
UPDATE template_hold SET held_at = :#now, released_at = NULL WHERE app_id = :#app AND hold_key = :#hold_key
