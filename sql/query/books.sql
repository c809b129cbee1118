-- The books of all apps from one snapshot: what the entries say, and what is there. Counts along indexes.
SELECT b.app_id,
       b.taken_in  + COALESCE(e.taken_in, 0)  AS taken_in,
       b.archived  + COALESCE(e.archived, 0)  AS archived,
       b.collected + COALESCE(e.collected, 0) AS collected,
       b.used      + COALESCE(e.used, 0)      AS used_credits,
       b.refused   + COALESCE(e.refused, 0)   AS refused_credits,
       b.expired   + COALESCE(e.expired, 0)   AS expired_credits,
       (SELECT count(*) FROM notification n WHERE n.app_id = b.app_id AND n.state = 'accepted')  AS accepted,
       (SELECT count(*) FROM notification n WHERE n.app_id = b.app_id AND n.state = 'waiting')   AS waiting,
       (SELECT count(*) FROM notification n WHERE n.app_id = b.app_id AND n.state = 'sending')   AS sending,
       (SELECT count(*) FROM notification n WHERE n.app_id = b.app_id AND n.state = 'uncertain') AS uncertain,
       (SELECT count(*) FROM notification n WHERE n.app_id = b.app_id AND n.state = 'sent')      AS sent,
       (SELECT count(*) FROM notification n WHERE n.app_id = b.app_id AND n.state = 'failed')    AS failed,
       (SELECT count(*) FROM notification n WHERE n.app_id = b.app_id AND n.state = 'expired')   AS expired,
       (SELECT count(*) FROM notification n WHERE n.app_id = b.app_id AND n.state = 'cancelled') AS cancelled,
       (SELECT count(*) FROM notification n WHERE n.app_id = b.app_id AND n.form_id IS NOT NULL) AS tied_credits,
       (SELECT count(*) FROM credit c WHERE c.app_id = b.app_id)                                 AS free_credits
  FROM book b
  LEFT JOIN (SELECT app_id, SUM(taken_in) AS taken_in, SUM(archived) AS archived, SUM(collected) AS collected,
                    SUM(used) AS used, SUM(refused) AS refused, SUM(expired) AS expired
               FROM book_entry GROUP BY app_id) e ON e.app_id = b.app_id
 ORDER BY b.app_id
