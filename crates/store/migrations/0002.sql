ALTER TABLE message ADD COLUMN shape TEXT NOT NULL DEFAULT 'text';
ALTER TABLE message ADD COLUMN person TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN about TEXT NOT NULL DEFAULT '';
CREATE INDEX message_created ON message (created_at, id);
CREATE INDEX message_person ON message (person, created_at);
CREATE INDEX message_about ON message (about, created_at);
