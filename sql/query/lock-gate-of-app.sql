-- Locks the gate of one app until the commit, for somebody who changes what a claim may have looked at.
SELECT app_id, paused_at, hold_until FROM app WHERE app_id = :#app FOR UPDATE
