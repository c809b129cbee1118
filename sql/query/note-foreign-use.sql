-- Remembers that somebody else used a formId of this app.
UPDATE app SET foreign_use_at = :#now WHERE app_id = :#app
