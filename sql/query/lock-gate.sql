-- Locks the gate of one app until the commit: claims of an app are serial in the whole cluster.
SELECT hold_until, hold_reason FROM app WHERE app_id = :#app FOR UPDATE
