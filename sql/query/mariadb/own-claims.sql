-- What one node has claimed. (The statistics count the many rows without a node as one value, which makes the index look useless.)
SELECT * FROM notification FORCE INDEX (notification_claimed) WHERE node_id = :#node
