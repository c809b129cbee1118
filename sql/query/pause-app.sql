-- Stops an app until somebody resumes it. Needs the gate.
UPDATE app SET paused_at = :#now WHERE app_id = :#app AND paused_at IS NULL
