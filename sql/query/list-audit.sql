-- At most :#n deeds on an app, older than the deed :#before_no, the newest first.
SELECT id, at, who, action, target, detail FROM audit
 WHERE app_id = :#app AND id < :#before_no
 ORDER BY app_id DESC, id DESC LIMIT :#n
