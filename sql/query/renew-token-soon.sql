-- Makes the token of an app due that could not be fetched the last time: its secret is another now, or somebody has mended what was wrong.
UPDATE token SET refresh_at = :#now WHERE app_id = :#app AND failures > 0
