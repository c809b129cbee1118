-- Removes these notifications, whatever has become of them. Needs the gate and their locks: none of them may be under way.
DELETE FROM notification WHERE id IN (:#in:ids) AND state <> 'sending'
