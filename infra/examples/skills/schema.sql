-- A public catalogue of skills, each with versions. latest_version_id is a tag: it can be moved, and can point to nothing.

CREATE TABLE skills (
  id text PRIMARY KEY,
  display_name text NOT NULL,
  moderation_status text,
  moderation_reason text,
  moderation_flags text[],
  latest_version_id text,
  soft_deleted_at timestamptz,
  downloads bigint NOT NULL DEFAULT 0,
  stars bigint NOT NULL DEFAULT 0,
  installs bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  is_suspicious boolean,
  latest_version_summary jsonb
);
CREATE INDEX skills_moderation ON skills (moderation_status, moderation_reason);

CREATE TABLE skill_versions (
  id text PRIMARY KEY,
  skill_id text NOT NULL,
  version text NOT NULL,
  created_at bigint NOT NULL, -- milliseconds since 1970
  changelog text,
  changelog_source text,
  description text,
  clawdis jsonb,
  body text NOT NULL
);
CREATE INDEX skill_versions_skill_id ON skill_versions (skill_id);
