-- Lets the notifications of a claim that found no credit wait for one, at most until they expire.
UPDATE notification SET state = 'waiting', due_at = expires_at, wait_key = purse, node_id = NULL, claim_no = NULL
 WHERE node_id = :#node AND claim_no = :#claim AND form_id IS NULL AND purse IS NOT NULL AND on_no_credit = 'wait' AND expires_at > :#now
