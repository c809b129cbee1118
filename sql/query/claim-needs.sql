-- The notifications of a claim that need a credit.
SELECT id, touser FROM notification WHERE node_id = :#node AND claim_no = :#claim AND form_id IS NULL AND expires_at > :#now ORDER BY id
