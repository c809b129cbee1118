-- Marks at most :#n due notifications of one app as claimed. Needs the gate.
UPDATE notification SET state = 'sending', due_at = NULL, wait_key = NULL, credit_id = NULL, node_id = :#node, claim_no = :#claim, updated_at = :#now
 WHERE app_id = :#app AND due_at > TIMESTAMP '2000-01-01 00:00:00' AND due_at <= :#now
 ORDER BY due_at, id LIMIT :#n
