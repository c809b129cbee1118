-- Removes outcomes that the broker has.
DELETE FROM outcome WHERE id IN (:#in:outcomes)
