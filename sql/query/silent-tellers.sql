-- The nodes that have been silent since before :#silent_since and left outcomes untold.
SELECT node_id FROM node
 WHERE heartbeat_at < :#silent_since AND node_id <> :#node
   AND (SELECT min(outcome.id) FROM outcome WHERE outcome.node_id = node.node_id) IS NOT NULL
