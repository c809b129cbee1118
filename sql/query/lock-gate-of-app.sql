-- Locks the gate of one app until the commit, for somebody who changes what holds it.
SELECT app_id, paused_at, hold_until FROM app WHERE app_id = :#app FOR UPDATE
