CREATE TABLE target (
  id TEXT NOT NULL PRIMARY KEY,
  document_id TEXT NOT NULL,
  identity TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  UNIQUE (document_id, identity)
);
CREATE INDEX target_seq ON target (seq);
CREATE TABLE target_version (
  target_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  edition_id TEXT NOT NULL,
  from_day BIGINT NOT NULL,
  withdrawn BIGINT NOT NULL,
  section_no TEXT NOT NULL,
  section_title TEXT NOT NULL,
  no TEXT NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  unit TEXT NOT NULL,
  direction TEXT NOT NULL,
  definition TEXT NOT NULL,
  lead_text TEXT NOT NULL,
  source_documents_text TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (target_id, version)
);
CREATE TABLE target_value (
  target_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  year BIGINT NOT NULL,
  printed TEXT NOT NULL,
  op TEXT NOT NULL,
  value TEXT NOT NULL,
  quality TEXT NOT NULL,
  unit TEXT NOT NULL,
  PRIMARY KEY (target_id, version, year)
);
CREATE TABLE target_part (
  target_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  unit_id TEXT NOT NULL,
  group_code TEXT NOT NULL,
  PRIMARY KEY (target_id, version, unit_id)
);
CREATE TABLE actual (
  id TEXT NOT NULL PRIMARY KEY,
  target_id TEXT NOT NULL,
  year BIGINT NOT NULL,
  as_of BIGINT NOT NULL,
  value TEXT NOT NULL,
  quality TEXT NOT NULL,
  unit TEXT NOT NULL,
  source TEXT NOT NULL,
  simulated BIGINT NOT NULL,
  replaces TEXT,
  at BIGINT NOT NULL,
  by_person TEXT NOT NULL,
  by_name TEXT NOT NULL,
  seq BIGINT NOT NULL
);
CREATE INDEX actual_target ON actual (target_id, as_of);
CREATE TABLE actual_mark (
  seq BIGINT NOT NULL PRIMARY KEY,
  actual_id TEXT NOT NULL,
  target_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  at BIGINT NOT NULL,
  note TEXT NOT NULL,
  by_person TEXT NOT NULL,
  by_name TEXT NOT NULL
);
