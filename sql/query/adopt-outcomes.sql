-- Makes it this node's turn to tell what nodes were to tell that have been silent since before :#silent_since.
UPDATE outcome SET node_id = :#node
 WHERE node_id <> :#node AND node_id IN (SELECT node_id FROM node WHERE heartbeat_at < :#silent_since)
