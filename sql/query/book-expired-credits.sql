-- Books the dead credits that this commit removed.
INSERT INTO book_entry (app_id, expired) VALUES (:#app, :#removed)
