-- Marks the chosen notifications that are still due as claimed.
UPDATE notification SET state = 'sending', due_at = NULL, wait_key = NULL, hold_key = NULL, credit_id = NULL,
       node_id = :#node, claim_no = :#claim, claimed_at = :#now, updated_at = :#now
 WHERE id IN (:#in:ids) AND due_at <= :#now
