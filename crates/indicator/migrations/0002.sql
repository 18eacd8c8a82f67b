ALTER TABLE actual ADD COLUMN request_key TEXT;
CREATE UNIQUE INDEX actual_request_key ON actual (request_key);
CREATE INDEX actual_seq ON actual (seq);
CREATE INDEX actual_mark_actual ON actual_mark (actual_id, seq);
CREATE INDEX target_version_seq ON target_version (seq);
