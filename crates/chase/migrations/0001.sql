CREATE TABLE chase_said (
  line_id TEXT NOT NULL,
  anchor BIGINT NOT NULL,
  rung TEXT NOT NULL,
  task_id TEXT NOT NULL,
  unit_id TEXT NOT NULL,
  role TEXT NOT NULL,
  kind TEXT NOT NULL,
  told BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (line_id, anchor, rung)
);
CREATE INDEX chase_said_task ON chase_said (task_id, seq);
CREATE TABLE chase_night (
  seq BIGINT NOT NULL PRIMARY KEY,
  day BIGINT NOT NULL,
  at BIGINT NOT NULL,
  lines BIGINT NOT NULL,
  people BIGINT NOT NULL
);
CREATE TABLE chase_told (
  seq BIGINT NOT NULL,
  unit_id TEXT NOT NULL,
  role TEXT NOT NULL,
  people TEXT NOT NULL,
  PRIMARY KEY (seq, unit_id, role)
);
