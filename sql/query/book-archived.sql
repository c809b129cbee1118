-- Books the ended notifications that this commit removed, and the credits that were burnt with them.
INSERT INTO book_entry (app_id, archived, refused) VALUES (:#app, :#removed, :#burnt)
