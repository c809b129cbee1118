-- At most 500 notifications whose node has been silent since before :#silent_since. (The statistics count the many rows without
-- a node as one value, which makes the index look useless.)
SELECT n.* FROM node d STRAIGHT_JOIN notification n FORCE INDEX (notification_claimed) ON n.node_id = d.node_id
 WHERE d.heartbeat_at < :#silent_since LIMIT 500
