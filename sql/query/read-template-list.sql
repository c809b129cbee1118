-- The templates of :#app as the platform listed them last; no row if it never has.
SELECT fetched_at, listing FROM template_list WHERE app_id = :#app AND fetched_at IS NOT NULL
