-- The notifications of a claim that need a credit, the most urgent first.
SELECT id, purse FROM notification WHERE node_id = :#node AND claim_no = :#claim AND form_id IS NULL AND purse IS NOT NULL AND expires_at > :#now ORDER BY lane, id
