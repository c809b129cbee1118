-- Locks the book of :#app; no row if somebody is folding it.
SELECT app_id FROM book WHERE app_id = :#app FOR UPDATE SKIP LOCKED
