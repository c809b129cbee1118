-- At most 500 notifications whose node has been silent since before :#silent_since.
SELECT n.* FROM notification n JOIN node d ON d.node_id = n.node_id
 WHERE d.heartbeat_at < :#silent_since LIMIT 500
