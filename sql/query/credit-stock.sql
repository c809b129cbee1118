-- Free credits of each app and kind that could be reserved at :#now, and how many of them end before :#soon.
SELECT app_id, kind, count(*) AS available, SUM(CASE WHEN expires_at <= :#soon THEN 1 ELSE 0 END) AS expiring
  FROM credit WHERE expires_at > :#usable_until AND usable_from <= :#now GROUP BY app_id, kind
