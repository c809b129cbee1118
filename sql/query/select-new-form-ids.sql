-- Which of these formIds this request was the first to bring.
SELECT form_hash FROM form_id_seen
 WHERE form_hash IN (:#in:hashes) AND collection = :#collection
