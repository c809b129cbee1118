-- Says that this node is gone: whatever it still has is taken over at once.
UPDATE node SET heartbeat_at = started_at - INTERVAL '1' DAY WHERE node_id = :#node
