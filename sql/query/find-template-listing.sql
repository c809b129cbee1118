-- The templates of one app, as the platform listed them.
SELECT listing FROM template_list WHERE app_id = :#app
