CREATE TABLE budget_project (
  id TEXT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL,
  code_key TEXT NOT NULL,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  UNIQUE (code_key)
);
CREATE TABLE budget_project_version (
  project_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  document_id TEXT,
  owner_unit TEXT NOT NULL,
  level TEXT NOT NULL,
  nature TEXT NOT NULL,
  part_of TEXT,
  total BIGINT,
  simulated BIGINT NOT NULL,
  at BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (project_id, version)
);
CREATE TABLE budget_figure (
  id TEXT NOT NULL PRIMARY KEY,
  project_id TEXT NOT NULL,
  year BIGINT NOT NULL,
  fund TEXT NOT NULL,
  measure TEXT NOT NULL,
  month BIGINT NOT NULL,
  as_of BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  source TEXT NOT NULL,
  note TEXT NOT NULL,
  simulated BIGINT NOT NULL,
  replaces TEXT,
  request_key TEXT,
  at BIGINT NOT NULL,
  by_person TEXT NOT NULL,
  by_name TEXT NOT NULL,
  seq BIGINT NOT NULL
);
CREATE INDEX budget_figure_project ON budget_figure (project_id, year);
CREATE INDEX budget_figure_year ON budget_figure (year, seq);
CREATE UNIQUE INDEX budget_figure_request ON budget_figure (request_key);
CREATE TABLE budget_mark (
  seq BIGINT NOT NULL PRIMARY KEY,
  figure_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  note TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_person TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX budget_mark_figure ON budget_mark (figure_id, seq);
