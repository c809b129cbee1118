-- Takes in one notification.
INSERT INTO notification (id, app_id, state, reference, touser, template_id, channel, purse, message, on_no_credit, on_uncertain, lane,
                          created_at, updated_at, expires_at, due_at)
VALUES (:#id, :#app, 'accepted', :#reference, :#touser, :#template_id, :#channel, :#purse, :#message, :#on_no_credit, :#on_uncertain, :#lane,
        :#created_at, :#created_at, :#expires_at, :#due_at)
