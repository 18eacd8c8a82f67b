CREATE TABLE voice (
  id TEXT NOT NULL PRIMARY KEY,
  year BIGINT NOT NULL,
  no BIGINT NOT NULL,
  kind TEXT NOT NULL,
  field TEXT NOT NULL,
  channel TEXT NOT NULL,
  title TEXT NOT NULL,
  content TEXT NOT NULL,
  folded TEXT NOT NULL,
  place TEXT NOT NULL,
  received_on BIGINT NOT NULL,
  sender_kind TEXT NOT NULL,
  sender_unit TEXT,
  evidence TEXT NOT NULL,
  secret_digest TEXT NOT NULL,
  simulated BIGINT NOT NULL,
  request_key TEXT,
  at BIGINT NOT NULL,
  by_person TEXT NOT NULL,
  by_unit TEXT,
  last_mark BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  UNIQUE (year, no)
);
CREATE UNIQUE INDEX voice_secret ON voice (secret_digest);
CREATE UNIQUE INDEX voice_request ON voice (request_key);
CREATE TABLE voice_sender (
  voice_id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT NOT NULL,
  address TEXT NOT NULL
);
CREATE TABLE voice_mark (
  seq BIGINT NOT NULL PRIMARY KEY,
  voice_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  unit_id TEXT,
  days BIGINT,
  due_on BIGINT,
  into_id TEXT,
  new_kind TEXT NOT NULL,
  new_field TEXT NOT NULL,
  score BIGINT,
  accepted BIGINT,
  text TEXT NOT NULL,
  evidence TEXT NOT NULL,
  request_key TEXT,
  at BIGINT NOT NULL,
  by_person TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX voice_mark_voice ON voice_mark (voice_id, seq);
CREATE UNIQUE INDEX voice_mark_request ON voice_mark (request_key);
CREATE TABLE voice_rule (
  seq BIGINT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  days BIGINT NOT NULL
);
