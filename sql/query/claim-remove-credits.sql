-- Takes the chosen credits out of the ledger.
DELETE FROM credit WHERE id IN (:#in:credit_ids)
