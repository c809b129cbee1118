-- Adds one use of a formId to the free credits; the soonest to expire is reserved first.
INSERT INTO credit (app_id, openid, form_id, use_no, kind, collected_at, usable_from, expires_at, reserve_order)
VALUES (:#app, :#openid, :#form_id, :#use_no, :#kind, :#collected_at, :#usable_from, :#expires_at, :#expires_at)
