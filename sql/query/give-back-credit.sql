-- Puts the credit of a notification back into the ledger.
INSERT INTO credit (app_id, openid, purse, form_id, use_no, kind, collected_at, usable_from, expires_at, reserve_order, freed)
SELECT app_id, touser, purse, form_id, form_use_no, form_kind, form_collected_at, :#usable_from, form_expires_at, :#reserve_order, :#freed
  FROM notification WHERE id = :#id
