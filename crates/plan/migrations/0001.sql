CREATE TABLE document (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  number TEXT NOT NULL,
  issued_on BIGINT,
  issuer TEXT NOT NULL,
  title TEXT NOT NULL,
  folded TEXT NOT NULL,
  bases TEXT NOT NULL,
  from_day BIGINT NOT NULL,
  sample BIGINT NOT NULL,
  edition_id TEXT NOT NULL,
  seq BIGINT NOT NULL
);
CREATE TABLE edition (
  id TEXT NOT NULL PRIMARY KEY,
  document_id TEXT NOT NULL,
  no BIGINT NOT NULL,
  file_name TEXT NOT NULL,
  file_digest TEXT NOT NULL,
  content_digest TEXT NOT NULL,
  outline TEXT NOT NULL,
  from_day BIGINT NOT NULL,
  amended_by TEXT,
  at BIGINT NOT NULL,
  by_person TEXT NOT NULL,
  by_name TEXT NOT NULL,
  added BIGINT NOT NULL,
  changed BIGINT NOT NULL,
  withdrawn BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  UNIQUE (document_id, no)
);
CREATE TABLE draft (
  id TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  file_name TEXT NOT NULL,
  file_digest TEXT NOT NULL,
  content TEXT NOT NULL,
  document_id TEXT,
  edition_id TEXT,
  at BIGINT NOT NULL,
  by_person TEXT NOT NULL,
  by_name TEXT NOT NULL,
  seq BIGINT NOT NULL
);
CREATE TABLE task (
  id TEXT NOT NULL PRIMARY KEY,
  document_id TEXT NOT NULL,
  identity TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  UNIQUE (document_id, identity)
);
CREATE INDEX task_seq ON task (seq);
CREATE TABLE task_version (
  task_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  edition_id TEXT NOT NULL,
  from_day BIGINT NOT NULL,
  withdrawn BIGINT NOT NULL,
  section_no TEXT NOT NULL,
  section_title TEXT NOT NULL,
  no TEXT NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  product TEXT NOT NULL,
  deadline_text TEXT NOT NULL,
  deadline_kind TEXT NOT NULL,
  due_on BIGINT,
  lead_text TEXT NOT NULL,
  coordinating_text TEXT NOT NULL,
  responsible_text TEXT NOT NULL,
  authority_text TEXT NOT NULL,
  source_documents_text TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (task_id, version)
);
CREATE TABLE task_part (
  task_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  role TEXT NOT NULL,
  unit_id TEXT NOT NULL,
  group_code TEXT NOT NULL,
  PRIMARY KEY (task_id, version, role, unit_id)
);
CREATE TABLE line (
  id TEXT NOT NULL PRIMARY KEY,
  task_id TEXT NOT NULL,
  unit_id TEXT NOT NULL,
  from_day BIGINT NOT NULL,
  to_day BIGINT,
  last_mark BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  UNIQUE (task_id, unit_id)
);
CREATE INDEX line_seq ON line (seq);
CREATE TABLE mark (
  seq BIGINT NOT NULL PRIMARY KEY,
  line_id TEXT NOT NULL,
  task_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  at BIGINT NOT NULL,
  percent BIGINT,
  done_on BIGINT,
  note TEXT NOT NULL,
  evidence TEXT NOT NULL,
  by_person TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX mark_task ON mark (task_id, seq);
CREATE TABLE link (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  a TEXT NOT NULL,
  b TEXT NOT NULL,
  permille BIGINT NOT NULL,
  state TEXT NOT NULL,
  by_name TEXT NOT NULL,
  seq BIGINT NOT NULL,
  UNIQUE (kind, a, b)
);
CREATE TABLE report_closing (
  as_of BIGINT NOT NULL PRIMARY KEY,
  known_seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  by_name TEXT NOT NULL
);
