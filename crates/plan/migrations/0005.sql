CREATE TABLE last_look (
  person_id TEXT NOT NULL PRIMARY KEY,
  before_seq BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE TABLE saved_view (
  seq BIGINT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL,
  unit_id TEXT,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  removed BIGINT NOT NULL
);
CREATE INDEX saved_view_person ON saved_view (person_id, removed);
CREATE INDEX saved_view_unit ON saved_view (unit_id, removed);
CREATE TABLE feed (
  person_id TEXT NOT NULL PRIMARY KEY,
  digest TEXT NOT NULL,
  at BIGINT NOT NULL,
  revoked BIGINT NOT NULL,
  seq BIGINT NOT NULL
);
CREATE UNIQUE INDEX feed_digest ON feed (digest);
