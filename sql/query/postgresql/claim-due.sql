-- Claims the chosen notifications of one app that are still due and moves to each the credit of its own purse that expires first;
-- parks what has none. (IS TRUE keeps the index of all expiries out of it.) Each credit goes to one notification. Needs the gate.
WITH due AS (
  SELECT id, purse, lane, due_at, expires_at, form_id
    FROM notification
   WHERE id IN (:#in:ids) AND due_at <= :#now),
need AS (                                             -- a notification in doubt keeps its credit
  SELECT id, purse, row_number() OVER (PARTITION BY purse ORDER BY lane, due_at, id) AS k
    FROM due WHERE form_id IS NULL AND purse IS NOT NULL AND expires_at > :#now),
want AS MATERIALIZED (
  SELECT purse, count(*) AS n FROM need GROUP BY purse),
pick AS MATERIALIZED (                                -- a planner without statistics would do it again for each need
  SELECT w.purse, c.id, row_number() OVER (PARTITION BY w.purse ORDER BY c.reserve_order, c.id) AS k
    FROM want w CROSS JOIN LATERAL (
         SELECT id, reserve_order FROM credit
          WHERE app_id = :#app AND purse = w.purse
            AND reserve_order > :#reserve_until AND (expires_at > :#reserve_until) IS TRUE AND usable_from <= :#now
          ORDER BY reserve_order, id LIMIT w.n) c),
pair AS MATERIALIZED (
  SELECT need.id AS notification_id, pick.id AS credit_id FROM need JOIN pick USING (purse, k)),
moved AS (
  DELETE FROM credit c USING pair WHERE c.id = pair.credit_id
  RETURNING pair.notification_id, c.form_id, c.use_no, c.kind, c.collected_at, c.expires_at, c.freed),
fate AS (
  SELECT due.id, m.*, due.form_id IS NULL AND m.form_id IS NULL AND due.purse IS NOT NULL AND due.expires_at > :#now AS parks
    FROM due LEFT JOIN moved m ON m.notification_id = due.id)
UPDATE notification n
   SET form_id = coalesce(n.form_id, f.form_id),
       form_use_no = coalesce(n.form_use_no, f.use_no),
       form_kind = coalesce(n.form_kind, f.kind),
       form_collected_at = coalesce(n.form_collected_at, f.collected_at),
       form_expires_at = coalesce(n.form_expires_at, f.expires_at),
       form_freed = coalesce(n.form_freed, f.freed),
       state    = CASE WHEN f.parks AND n.on_no_credit = 'wait' THEN 'waiting' ELSE 'sending' END,
       due_at   = CASE WHEN f.parks AND n.on_no_credit = 'wait' THEN n.expires_at END,
       hold_key = NULL,
       wait_key = CASE WHEN f.parks AND n.on_no_credit = 'wait' THEN n.purse END,
       node_id  = CASE WHEN f.parks AND n.on_no_credit = 'wait' THEN NULL ELSE CAST(:#node AS bigint) END,
       claim_no = CASE WHEN f.parks AND n.on_no_credit = 'wait' THEN NULL ELSE CAST(:#claim AS bigint) END,
       claimed_at = :#now,
       updated_at = :#now
  FROM fate f
 WHERE n.id = f.id
RETURNING n.*
