-- Registers this process; its number is generated.
INSERT INTO node (name, started_at, heartbeat_at) VALUES (:#name, :#now, :#now)
