-- Takes the chosen credits out of the ledger.
DELETE FROM credit WHERE id IN (SELECT credit_id FROM notification WHERE id IN (:#in:ids) AND credit_id IS NOT NULL)
