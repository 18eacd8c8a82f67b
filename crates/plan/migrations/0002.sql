ALTER TABLE line ADD COLUMN begun_seq BIGINT;
ALTER TABLE line ADD COLUMN begun_at BIGINT;
ALTER TABLE mark ADD COLUMN request_key TEXT;
CREATE UNIQUE INDEX mark_request_key ON mark (request_key);
CREATE INDEX mark_decisive ON mark (line_id, seq) WHERE kind <> 'progress';
CREATE INDEX mark_line ON mark (line_id, seq);
CREATE INDEX task_version_seq ON task_version (seq);
