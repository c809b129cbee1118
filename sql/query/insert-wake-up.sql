-- Tells the next claim that waiting notifications of this user can go on.
INSERT INTO wake_up (app_id, openid, uses, usable_from) VALUES (:#app, :#openid, :#uses, :#usable_from)
