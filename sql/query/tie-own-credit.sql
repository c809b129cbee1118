-- Ties to a notification of this commit the credit that it brought.
UPDATE notification
   SET form_id = :#form_id, form_use_no = :#use_no, form_kind = :#kind, form_collected_at = :#collected_at, form_expires_at = :#expires_at,
       form_freed = :#freed
 WHERE id = :#id
