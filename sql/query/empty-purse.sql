-- Deletes the free credits of a purse that were collected up to :#until; answers how many.
DELETE FROM credit WHERE app_id = :#app AND purse = :#purse AND collected_at <= :#until
