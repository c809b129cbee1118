-- Erasing a user finds all of his credits: subscriptions lie in purses that begin with their template, so no other index tells whose they are.
CREATE INDEX credit_user ON credit (app_id, openid);
