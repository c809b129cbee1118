-- Those of the ids that still have a free use in the ledger.
SELECT DISTINCT form_id FROM credit WHERE app_id = :#app AND form_id IN (:#in:form_ids)
