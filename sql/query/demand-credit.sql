-- This one needed no credit and was refused by its user: from now on it needs one.
UPDATE notification SET purse = :#purse WHERE id = :#id
