-- Books how many notifications this commit takes in.
INSERT INTO book_entry (app_id, taken_in) VALUES (:#app, :#taken_in)
