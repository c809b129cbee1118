-- Gives one node the right to ask for a quota the first time; a duplicate key means that another node has it.
INSERT INTO platform_quota (app_id, cgi_path, asked_at) VALUES (:#app, :#cgi_path, :#now)
