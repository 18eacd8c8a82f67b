CREATE TABLE extension (
  seq BIGINT NOT NULL PRIMARY KEY,
  line_id TEXT NOT NULL,
  task_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  due_on BIGINT NOT NULL,
  asked_day BIGINT NOT NULL,
  reason TEXT NOT NULL,
  evidence TEXT NOT NULL,
  by_person TEXT NOT NULL,
  by_name TEXT NOT NULL,
  request_key TEXT,
  outcome TEXT NOT NULL,
  granted_day BIGINT,
  answer TEXT NOT NULL,
  answered_seq BIGINT,
  answered_at BIGINT,
  answered_by TEXT NOT NULL,
  carried_from BIGINT
);
CREATE UNIQUE INDEX extension_open ON extension (line_id) WHERE outcome = 'open';
CREATE UNIQUE INDEX extension_request_key ON extension (request_key);
CREATE INDEX extension_task ON extension (task_id, seq);
CREATE INDEX extension_answered ON extension (answered_seq);
CREATE TABLE completion (
  seq BIGINT NOT NULL PRIMARY KEY,
  task_id TEXT NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  due_on BIGINT,
  source TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_person TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX completion_task ON completion (task_id, seq);
ALTER TABLE line ADD COLUMN continues TEXT;
ALTER TABLE line ADD COLUMN carried TEXT;
CREATE INDEX line_continues ON line (continues);
