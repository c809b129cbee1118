-- Keeps a template or a channel back whose release no claim has seen yet. Needs the gate.
UPDATE template_hold SET held_at = :#now, released_at = NULL, errcode = :#errcode, reason = :#reason WHERE app_id = :#app AND hold_key = :#hold_key
