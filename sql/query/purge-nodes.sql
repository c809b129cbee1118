-- Removes the nodes other than :#node that were last alive before :#silent_before and left neither claim nor outcome behind.
DELETE FROM node
 WHERE heartbeat_at <= :#silent_before AND node_id <> :#node
   AND NOT EXISTS (SELECT 1 FROM notification WHERE notification.node_id = node.node_id)
   AND NOT EXISTS (SELECT 1 FROM outcome WHERE outcome.node_id = node.node_id)
