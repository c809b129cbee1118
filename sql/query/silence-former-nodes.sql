-- Declares dead what ran earlier on this home: the home is locked by one process, and that is now ours.
UPDATE node SET heartbeat_at = started_at - INTERVAL '1' DAY WHERE name = :#name AND node_id < :#node
