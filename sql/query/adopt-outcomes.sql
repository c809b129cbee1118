-- Makes it this node's turn to tell what a silent one was to tell.
UPDATE outcome SET node_id = :#node WHERE node_id = :#silent
