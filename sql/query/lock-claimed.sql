-- Locks notifications until the commit and tells which claim has each of them now.
SELECT id, claim_no FROM notification WHERE id IN (:#in:ids) ORDER BY id FOR UPDATE
