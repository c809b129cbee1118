-- Those of the apps in which somebody else used a formId of the gateway since :#since.
SELECT app_id FROM app WHERE app_id IN (:#in:apps) AND foreign_use_at > :#since
