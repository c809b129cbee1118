-- Forgets the firings of job :#job before :#runs_before.
DELETE FROM job_run WHERE job = :#job AND fire_at <= :#runs_before
