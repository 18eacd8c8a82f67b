CREATE TABLE check_in (
  seq BIGINT NOT NULL PRIMARY KEY,
  line_id TEXT NOT NULL,
  task_id TEXT NOT NULL,
  period TEXT NOT NULL,
  period_end BIGINT NOT NULL,
  at BIGINT NOT NULL,
  note TEXT NOT NULL,
  evidence TEXT NOT NULL,
  by_person TEXT NOT NULL,
  by_name TEXT NOT NULL,
  outcome TEXT NOT NULL,
  answer TEXT NOT NULL,
  answered_seq BIGINT,
  answered_at BIGINT,
  answered_by TEXT NOT NULL
);
CREATE UNIQUE INDEX check_in_once ON check_in (line_id, period) WHERE outcome <> 'returned';
CREATE INDEX check_in_task ON check_in (task_id, seq);
CREATE INDEX check_in_answered ON check_in (answered_seq);
CREATE TABLE step (
  seq BIGINT NOT NULL PRIMARY KEY,
  line_id TEXT NOT NULL,
  task_id TEXT NOT NULL,
  name TEXT NOT NULL,
  person_id TEXT,
  due_on BIGINT,
  done_on BIGINT,
  removed BIGINT NOT NULL,
  changed_seq BIGINT NOT NULL
);
CREATE INDEX step_task ON step (task_id, seq);
CREATE INDEX step_person ON step (person_id, done_on);
CREATE TABLE comment (
  seq BIGINT NOT NULL PRIMARY KEY,
  task_id TEXT NOT NULL,
  unit_id TEXT,
  text TEXT NOT NULL,
  mentions TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_person TEXT NOT NULL,
  by_name TEXT NOT NULL,
  by_unit TEXT NOT NULL,
  request_key TEXT
);
CREATE INDEX comment_task ON comment (task_id, seq);
CREATE UNIQUE INDEX comment_request_key ON comment (request_key);
CREATE TABLE watch (
  task_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  watching BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (task_id, person_id)
);
CREATE INDEX watch_person ON watch (person_id, watching);
