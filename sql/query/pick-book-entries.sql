-- The oldest entries of :#app, at most 5000. The caller holds the book.
SELECT id, taken_in, archived, collected, used, refused, expired FROM book_entry WHERE app_id = :#app ORDER BY app_id, id LIMIT 5000
