-- Gives claimed notifications back that this claim could not serve: they are due at once.
UPDATE notification SET state = 'accepted', due_at = :#now, node_id = NULL, claim_no = NULL WHERE id IN (:#in:ids)
