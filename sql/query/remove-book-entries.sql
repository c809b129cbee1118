-- Removes exactly the entries that were summed: one with a lower id may have been committed since.
DELETE FROM book_entry WHERE id IN (:#in:ids)
