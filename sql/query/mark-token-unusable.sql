-- Takes token :#version out of use because the platform refused it, and makes the next one due; of all who say so, one changes the row.
UPDATE token SET usable = false, refresh_at = :#now, foreign_refreshes = foreign_refreshes + :#foreign
 WHERE app_id = :#app AND version = :#version AND usable = true
