-- One credit of a purse that a claim could take now, if there is one.
SELECT id FROM credit
 WHERE app_id = :#app AND purse = :#purse AND reserve_order > :#reserve_until AND expires_at > :#reserve_until AND usable_from <= :#now
 ORDER BY app_id, purse, reserve_order, id LIMIT 1
