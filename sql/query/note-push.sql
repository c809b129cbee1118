-- Notes what became of the push of a sent message; what was noted first stays.
UPDATE notification SET push = :#push, push_reason = :#push_reason, updated_at = :#now WHERE id = :#id AND push IS NULL
