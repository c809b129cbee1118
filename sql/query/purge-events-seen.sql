-- Forgets at most 1000 traces of events that are too old to come in again.
DELETE FROM event_seen WHERE seen_at <= :#events_before LIMIT 1000
