CREATE TABLE credential (
  person_id TEXT NOT NULL PRIMARY KEY,
  password TEXT,
  password_at BIGINT NOT NULL,
  totp_secret TEXT,
  totp_pending TEXT,
  totp_step BIGINT NOT NULL,
  seq BIGINT NOT NULL
);
CREATE TABLE recovery_code (
  person_id TEXT NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (person_id, digest)
);
CREATE TABLE session (
  id TEXT NOT NULL PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  person_id TEXT NOT NULL,
  behalf TEXT,
  agent_digest TEXT NOT NULL,
  agent_name TEXT NOT NULL,
  address TEXT NOT NULL,
  method TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL
);
CREATE INDEX session_person ON session (person_id);
CREATE INDEX session_ends ON session (ends_at);
CREATE TABLE api_token (
  id TEXT NOT NULL PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  person_id TEXT NOT NULL,
  name TEXT NOT NULL,
  hint TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  used_at BIGINT,
  revoked_at BIGINT
);
CREATE INDEX api_token_person ON api_token (person_id);
CREATE TABLE throttle (
  subject TEXT NOT NULL PRIMARY KEY,
  failures BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  open_at BIGINT NOT NULL
);
CREATE TABLE invitation (
  digest TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE TABLE oidc_login (
  state_digest TEXT NOT NULL PRIMARY KEY,
  browser_digest TEXT NOT NULL,
  nonce TEXT NOT NULL,
  verifier TEXT NOT NULL,
  return_to TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE oidc_link (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  person_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (issuer, subject)
);
