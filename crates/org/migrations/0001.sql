CREATE TABLE unit (
  id TEXT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  short TEXT NOT NULL,
  kind TEXT NOT NULL,
  block TEXT NOT NULL,
  parent_id TEXT,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT,
  head_title TEXT NOT NULL,
  area_code TEXT NOT NULL,
  tile_col BIGINT,
  tile_row BIGINT,
  seq BIGINT NOT NULL
);
CREATE TABLE unit_succession (
  from_unit TEXT NOT NULL,
  to_unit TEXT NOT NULL,
  on_day BIGINT NOT NULL,
  kind TEXT NOT NULL,
  permille BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (from_unit, to_unit, on_day)
);
CREATE TABLE unit_group (
  code TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  seq BIGINT NOT NULL
);
CREATE TABLE unit_group_member (
  group_code TEXT NOT NULL,
  unit_id TEXT NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT,
  PRIMARY KEY (group_code, unit_id, valid_from)
);
CREATE TABLE unit_alias (
  folded TEXT NOT NULL PRIMARY KEY,
  printed TEXT NOT NULL,
  unit_id TEXT,
  group_code TEXT,
  learned BIGINT NOT NULL,
  seq BIGINT NOT NULL
);
CREATE TABLE person (
  id TEXT NOT NULL PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  unit_id TEXT NOT NULL,
  posts TEXT NOT NULL,
  active BIGINT NOT NULL,
  lang TEXT NOT NULL,
  seq BIGINT NOT NULL
);
CREATE INDEX person_unit ON person (unit_id);
CREATE TABLE delegation (
  id TEXT NOT NULL PRIMARY KEY,
  from_person TEXT NOT NULL,
  to_person TEXT NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT NOT NULL,
  seq BIGINT NOT NULL
);
