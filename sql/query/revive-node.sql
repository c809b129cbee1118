-- Puts the row of this node back, which the purge removed while the process slept for a day.
INSERT INTO node (node_id, name, started_at, heartbeat_at) VALUES (:#node, 'revived', :#now, :#now)
