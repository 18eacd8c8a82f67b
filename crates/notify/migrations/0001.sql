CREATE TABLE notice (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  about TEXT NOT NULL,
  path TEXT NOT NULL,
  facts TEXT NOT NULL,
  behalf TEXT,
  created_at BIGINT NOT NULL,
  read_at BIGINT,
  digest BIGINT NOT NULL
);
CREATE UNIQUE INDEX notice_key ON notice (key, person_id);
CREATE INDEX notice_person ON notice (person_id, created_at, id);
CREATE INDEX notice_unread ON notice (person_id) WHERE read_at IS NULL;
CREATE INDEX notice_digest ON notice (person_id) WHERE digest <> 0;
CREATE TABLE notice_choice (
  person_id TEXT NOT NULL PRIMARY KEY,
  choices TEXT NOT NULL,
  seq BIGINT NOT NULL
);
CREATE TABLE digest_mark (
  person_id TEXT NOT NULL PRIMARY KEY,
  last_day BIGINT NOT NULL
);
CREATE TABLE webhook (
  id TEXT NOT NULL PRIMARY KEY,
  unit_id TEXT,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  secret TEXT NOT NULL,
  kinds TEXT NOT NULL,
  active BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  seq BIGINT NOT NULL
);
CREATE TABLE push_browser (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL,
  endpoint TEXT NOT NULL UNIQUE,
  p256dh TEXT NOT NULL,
  auth TEXT NOT NULL,
  agent TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX push_browser_person ON push_browser (person_id);
