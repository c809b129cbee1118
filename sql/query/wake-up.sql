-- Says that a user has :#uses more credits from :#usable_from on: the next claim wakes waiting notifications.
INSERT INTO wake_up (app_id, openid, uses, usable_from) VALUES (:#app, :#openid, :#uses, :#usable_from)
