-- What a claim has.
SELECT * FROM notification WHERE node_id = :#node AND claim_no = :#claim ORDER BY id
