-- The oldest 200 outcomes that it is this node's turn to tell.
SELECT id, app_id, notification_id, reference, state, evidence, errcode, reason, at FROM outcome
 WHERE node_id = :#node ORDER BY id LIMIT 200
