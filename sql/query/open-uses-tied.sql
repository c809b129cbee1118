-- Those of the ids that are tied to more than one notification.
SELECT form_id FROM notification WHERE app_id = :#app AND form_id IN (:#in:form_ids) GROUP BY form_id HAVING count(*) > 1
