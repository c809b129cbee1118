-- One line of the books: what this commit moves.
INSERT INTO book_entry (app_id, taken_in, archived, collected, used, refused, expired)
VALUES (:#app, :#taken_in, :#archived, :#collected, :#used, :#refused, :#expired)
