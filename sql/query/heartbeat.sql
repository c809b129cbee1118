-- Says that this node is alive at :#now.
UPDATE node SET heartbeat_at = :#now WHERE node_id = :#node
