-- The number of the process that registered last under this name.
SELECT max(node_id) AS node_id FROM node WHERE name = :#name
