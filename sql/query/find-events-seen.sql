-- Which of these traces of events are known.
SELECT event_hash FROM event_seen WHERE event_hash IN (:#in:hashes)
