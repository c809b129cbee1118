-- Takes the chosen credits out of the ledger.
DELETE c FROM credit c JOIN notification n ON n.credit_id = c.id WHERE n.id IN (:#in:ids)
