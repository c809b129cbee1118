-- Adds one use to the free credits; the soonest to expire is reserved first.
INSERT INTO credit (app_id, openid, purse, form_id, use_no, kind, collected_at, usable_from, expires_at, reserve_order)
VALUES (:#app, :#openid, :#purse, :#form_id, :#use_no, :#kind, :#collected_at, :#usable_from, :#expires_at, :#expires_at)
