-- Takes in one notification, due at once.
INSERT INTO notification (id, app_id, state, reference, touser, template_id, message, on_no_credit,
                          created_at, updated_at, expires_at, due_at)
VALUES (:#id, :#app, 'accepted', :#reference, :#touser, :#template_id, :#message, :#on_no_credit,
        :#created_at, :#created_at, :#expires_at, :#created_at)
