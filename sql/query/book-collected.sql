-- Books how many uses of credits this commit collects.
INSERT INTO book_entry (app_id, collected) VALUES (:#app, :#collected)
