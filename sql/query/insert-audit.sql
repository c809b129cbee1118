-- Notes who did what, in the commit of the deed.
INSERT INTO audit (at, who, action, app_id, target, detail) VALUES (:#now, :#who, :#action, :#app, :#target, :#detail)
