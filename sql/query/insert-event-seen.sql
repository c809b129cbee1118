-- Remembers a trace of an event; fails with a duplicate key if somebody else has just remembered it.
INSERT INTO event_seen (app_id, event_hash, seen_at) VALUES (:#app, :#event_hash, :#now)
