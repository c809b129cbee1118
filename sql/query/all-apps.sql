-- Every app that was ever configured.
SELECT app_id FROM app ORDER BY app_id
