-- Which apps' templates are asked for, and how old the lists are: one row an app.
SELECT app_id, asked_at, fetched_at FROM template_list
