-- Reserves this firing of job :#job for node :#node; a duplicate key means that another node has it.
INSERT INTO job_run (job, fire_at, node_id) VALUES (:#job, :#fire_at, :#node)
