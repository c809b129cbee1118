-- Which of these formIds have been collected before.
SELECT form_hash FROM form_id_seen WHERE form_hash IN (:#in:hashes)
