-- Books the credits that this commit's outcomes used up, and those that the platform refused.
INSERT INTO book_entry (app_id, used, refused) VALUES (:#app, :#used, :#refused)
