-- Lets an app go on; a rest that the platform caused is over, so that the next claim probes. Needs the gate.
UPDATE app SET paused_at = NULL, hold_until = CASE WHEN hold_until > :#now THEN :#now ELSE hold_until END WHERE app_id = :#app
