-- How many outcomes no broker has yet; counts no further than 100000.
SELECT count(*) AS waiting FROM (SELECT id FROM outcome LIMIT 100000) counted
