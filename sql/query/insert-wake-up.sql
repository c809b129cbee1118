-- Tells the next claim that waiting notifications of this purse can go on.
INSERT INTO wake_up (app_id, purse, uses, usable_from) VALUES (:#app, :#purse, :#uses, :#usable_from)
