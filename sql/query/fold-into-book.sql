-- Adds a sum of entries to the book of :#app.
UPDATE book
   SET taken_in = taken_in + :#taken_in, archived = archived + :#archived, collected = collected + :#collected,
       used = used + :#used, refused = refused + :#refused, expired = expired + :#expired
 WHERE app_id = :#app
