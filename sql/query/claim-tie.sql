-- Chooses for each notification the credit of its own purse that expires first. At most one notification of a purse at a time.
UPDATE notification n SET credit_id = (
       SELECT c.id FROM credit c
        WHERE c.app_id = n.app_id AND c.purse = n.purse
          AND c.reserve_order > :#reserve_until AND c.expires_at > :#reserve_until AND c.usable_from <= :#now
        ORDER BY c.app_id, c.purse, c.reserve_order, c.id LIMIT 1)
 WHERE n.id IN (:#in:ids)
