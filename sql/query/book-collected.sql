-- Books how many uses of credits this commit collects, and how many free ones it makes void.
INSERT INTO book_entry (app_id, collected, refused) VALUES (:#app, :#collected, :#refused)
