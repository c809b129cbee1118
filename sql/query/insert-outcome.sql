-- Notes, in the commit that ends a notification, that this node is to tell it to the queue.
INSERT INTO outcome (node_id, app_id, notification_id, reference, state, evidence, errcode, reason, at)
VALUES (:#node, :#app, :#id, :#reference, :#state, :#evidence, :#errcode, :#reason, :#now)
