-- Whose a notification is, and where it is on its way.
SELECT app_id, state FROM notification WHERE id = :#id
