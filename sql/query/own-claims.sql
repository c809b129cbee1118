-- What one node has claimed.
SELECT * FROM notification WHERE node_id = :#node
