ALTER TABLE blob ADD COLUMN loose_since BIGINT;
CREATE INDEX blob_loose ON blob (loose_since) WHERE loose_since IS NOT NULL;
