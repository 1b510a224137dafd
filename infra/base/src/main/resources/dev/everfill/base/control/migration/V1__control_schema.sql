-- The control schema: what a pipeline knows of itself, beside the rows it fills.
-- ${schema} is the schema's quoted name; every name is qualified, so no search path matters.

CREATE TABLE ${schema}.field (
  name text NOT NULL,
  generation integer NOT NULL CHECK (generation >= 1),
  current boolean NOT NULL DEFAULT true,
  definition jsonb NOT NULL,
  fingerprint text NOT NULL,
  target_schema text NOT NULL,
  target_table text NOT NULL,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN
    ('pending', 'capturing', 'backfilling', 'live', 'paused', 'interrupted', 'failed')),
  reason text,
  message text,
  partitions integer NOT NULL CHECK (partitions >= 1),
  rows_total bigint CHECK (rows_total >= 0),
  started_at timestamptz,
  updated_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
  live_at timestamptz,
  ended_at timestamptz,
  verified_at timestamptz,
  verified_rows bigint,
  mismatches bigint,
  PRIMARY KEY (name, generation)
);
CREATE UNIQUE INDEX field_current ON ${schema}.field (name) WHERE current;

COMMENT ON TABLE ${schema}.field IS 'One row per field and generation; a changed definition is a new generation.';
COMMENT ON COLUMN ${schema}.field.name IS 'table.column, or schema.table.column outside public.';
COMMENT ON COLUMN ${schema}.field.generation IS 'Counts the definitions that this field has had, from 1.';
COMMENT ON COLUMN ${schema}.field.current IS 'The generation that is written; one per field.';
COMMENT ON COLUMN ${schema}.field.definition IS 'The definition as it was understood, with the SELECT as it was given.';
COMMENT ON COLUMN ${schema}.field.fingerprint IS 'Equal fingerprints mean equal definitions.';
COMMENT ON COLUMN ${schema}.field.target_schema IS 'Schema of the table that is written.';
COMMENT ON COLUMN ${schema}.field.target_table IS 'Table that is written.';
COMMENT ON COLUMN ${schema}.field.state IS 'pending, capturing, backfilling, live, paused, interrupted or failed.';
COMMENT ON COLUMN ${schema}.field.reason IS 'Why it failed, was paused or interrupted, as a code; else NULL.';
COMMENT ON COLUMN ${schema}.field.message IS 'The reason in words, with the way out; else NULL.';
COMMENT ON COLUMN ${schema}.field.partitions IS 'Partitions of the derived topic: so many progress rows must have a level.';
COMMENT ON COLUMN ${schema}.field.rows_total IS 'Target rows there are to settle, estimated until the progress rows know; NULL while unknown.';
COMMENT ON COLUMN ${schema}.field.started_at IS 'When this generation was first worked on.';
COMMENT ON COLUMN ${schema}.field.updated_at IS 'When this row last changed.';
COMMENT ON COLUMN ${schema}.field.live_at IS 'When every target row had been settled for the first time.';
COMMENT ON COLUMN ${schema}.field.ended_at IS 'When it failed, was interrupted or was paused; NULL while it runs.';
COMMENT ON COLUMN ${schema}.field.verified_at IS 'When it was last compared with its SELECT.';
COMMENT ON COLUMN ${schema}.field.verified_rows IS 'Rows compared then.';
COMMENT ON COLUMN ${schema}.field.mismatches IS 'Rows that differed then.';

CREATE TABLE ${schema}.progress (
  topic text NOT NULL,
  partition integer NOT NULL CHECK (partition >= 0),
  topic_id text NOT NULL,
  field text NOT NULL,
  generation integer NOT NULL,
  owner_epoch bigint NOT NULL DEFAULT 0,
  next_offset bigint NOT NULL DEFAULT 0,
  high_offset bigint NOT NULL DEFAULT 0 CHECK (high_offset >= next_offset),
  level bigint NOT NULL DEFAULT 0,
  expected_rows bigint,
  settled_rows bigint NOT NULL DEFAULT 0,
  settled_before bigint NOT NULL DEFAULT 0,
  changed_rows bigint NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
  PRIMARY KEY (topic, partition),
  FOREIGN KEY (field, generation) REFERENCES ${schema}.field (name, generation) ON DELETE CASCADE
) WITH (fillfactor = 50);
CREATE INDEX progress_field ON ${schema}.progress (field, generation);

COMMENT ON TABLE ${schema}.progress IS 'How far each partition of a derived topic has been written; changes in the transaction of the rows.';
COMMENT ON COLUMN ${schema}.progress.topic IS 'The derived topic.';
COMMENT ON COLUMN ${schema}.progress.partition IS 'The partition, from 0.';
COMMENT ON COLUMN ${schema}.progress.topic_id IS 'Kafka''s own id of the topic: offsets of another topic of that name mean nothing.';
COMMENT ON COLUMN ${schema}.progress.field IS 'The field it belongs to.';
COMMENT ON COLUMN ${schema}.progress.generation IS 'The generation it belongs to.';
COMMENT ON COLUMN ${schema}.progress.owner_epoch IS 'Grows with every new owner; a write under an older epoch finds no row and is rolled back.';
COMMENT ON COLUMN ${schema}.progress.next_offset IS 'Every record before it has been written; reading goes on here.';
COMMENT ON COLUMN ${schema}.progress.high_offset IS 'Records from next_offset up to here may have been written: they are coalesced before any is written again.';
COMMENT ON COLUMN ${schema}.progress.level IS 'Everything committed before this log position has been written; 0 until every row has been settled once.';
COMMENT ON COLUMN ${schema}.progress.expected_rows IS 'Rows to settle before the first level; NULL while unknown.';
COMMENT ON COLUMN ${schema}.progress.settled_rows IS 'Rows settled before the first level, each counted once.';
COMMENT ON COLUMN ${schema}.progress.settled_before IS 'Of these, the ones whose records lie before next_offset.';
COMMENT ON COLUMN ${schema}.progress.changed_rows IS 'Rows that were really changed, over all time.';
COMMENT ON COLUMN ${schema}.progress.updated_at IS 'When this row last changed.';

CREATE TABLE ${schema}.quarantine (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT pg_catalog.now(),
  field text NOT NULL,
  generation integer NOT NULL,
  topic text NOT NULL,
  partition integer NOT NULL,
  record_offset bigint NOT NULL,
  key jsonb,
  columns jsonb,
  sqlstate text,
  message text NOT NULL,
  attempts integer NOT NULL DEFAULT 1,
  FOREIGN KEY (field, generation) REFERENCES ${schema}.field (name, generation) ON DELETE CASCADE
);
CREATE INDEX quarantine_field ON ${schema}.quarantine (field, generation);

COMMENT ON TABLE ${schema}.quarantine IS 'Rows that PostgreSQL refuses, each with its reason.';
COMMENT ON COLUMN ${schema}.quarantine.id IS 'Names the row in the API.';
COMMENT ON COLUMN ${schema}.quarantine.at IS 'When it was refused.';
COMMENT ON COLUMN ${schema}.quarantine.field IS 'The field.';
COMMENT ON COLUMN ${schema}.quarantine.generation IS 'The field''s generation.';
COMMENT ON COLUMN ${schema}.quarantine.topic IS 'The derived topic of the record.';
COMMENT ON COLUMN ${schema}.quarantine.partition IS 'Its partition.';
COMMENT ON COLUMN ${schema}.quarantine.record_offset IS 'Its offset.';
COMMENT ON COLUMN ${schema}.quarantine.key IS 'The target row''s primary key, in text forms; NULL if it cannot be read.';
COMMENT ON COLUMN ${schema}.quarantine.columns IS 'The values refused, in text forms; NULL if they cannot be read.';
COMMENT ON COLUMN ${schema}.quarantine.sqlstate IS 'PostgreSQL''s code; NULL if it was not PostgreSQL that refused.';
COMMENT ON COLUMN ${schema}.quarantine.message IS 'The reason in words.';
COMMENT ON COLUMN ${schema}.quarantine.attempts IS 'How often it was tried.';

CREATE TABLE ${schema}.event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  actor text NOT NULL,
  field text,
  kind text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX event_field ON ${schema}.event (field, id);

COMMENT ON TABLE ${schema}.event IS 'What happened to the fields, and who did it.';
COMMENT ON COLUMN ${schema}.event.id IS 'In the order of happening.';
COMMENT ON COLUMN ${schema}.event.at IS 'When.';
COMMENT ON COLUMN ${schema}.event.actor IS 'The stage, command or person.';
COMMENT ON COLUMN ${schema}.event.field IS 'The field; NULL for the pipeline itself.';
COMMENT ON COLUMN ${schema}.event.kind IS 'A word: registered, started, live, failed, verified, …';
COMMENT ON COLUMN ${schema}.event.detail IS 'What else there is to say of it.';

CREATE FUNCTION ${schema}.ready(field_name text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT COALESCE((
    SELECT f.state <> 'failed' AND f.partitions = (
      SELECT count(*) FROM ${schema}.progress AS p
      WHERE p.field = f.name AND p.generation = f.generation AND p.level > 0)
    FROM ${schema}.field AS f WHERE f.name = field_name AND f.current), false)
$$;
REVOKE ALL ON FUNCTION ${schema}.ready(text) FROM PUBLIC;

COMMENT ON FUNCTION ${schema}.ready(text) IS 'Whether the field''s column may be read: every target row has been settled and the field has not failed. False for a field that there is not.';

CREATE VIEW ${schema}.status AS
SELECT f.name, f.generation, f.state, f.reason, f.message,
  f.state <> 'failed' AND p.levelled = f.partitions AS live,
  p.settled AS rows_done,
  COALESCE(CASE WHEN p.known = f.partitions THEN p.expected END, f.rows_total) AS rows_total,
  CASE
    WHEN p.levelled = f.partitions THEN 100.0
    WHEN p.known = f.partitions AND p.expected > 0
      THEN pg_catalog.trunc(LEAST(100.0, 100.0 * p.settled / p.expected), 1)
    ELSE 0.0
  END AS percent,
  p.changed AS rows_changed,
  CASE WHEN p.levelled = f.partitions THEN p.level ELSE 0 END AS level,
  f.target_schema, f.target_table, f.partitions,
  f.started_at, GREATEST(f.updated_at, p.updated_at) AS updated_at, f.live_at, f.ended_at,
  f.verified_at, f.verified_rows, f.mismatches
FROM ${schema}.field AS f
CROSS JOIN LATERAL (
  SELECT pg_catalog.count(*) FILTER (WHERE level > 0) AS levelled,
    pg_catalog.count(expected_rows) AS known,
    COALESCE(pg_catalog.sum(expected_rows), 0)::bigint AS expected,
    COALESCE(pg_catalog.sum(settled_rows), 0)::bigint AS settled,
    COALESCE(pg_catalog.sum(changed_rows), 0)::bigint AS changed,
    COALESCE(pg_catalog.min(level), 0) AS level,
    pg_catalog.max(updated_at) AS updated_at
  FROM ${schema}.progress
  WHERE progress.field = f.name AND progress.generation = f.generation) AS p
WHERE f.current;

COMMENT ON VIEW ${schema}.status IS 'Where each field stands, in its current generation.';
COMMENT ON COLUMN ${schema}.status.name IS 'The field.';
COMMENT ON COLUMN ${schema}.status.generation IS 'Its current generation.';
COMMENT ON COLUMN ${schema}.status.state IS 'pending, capturing, backfilling, live, paused, interrupted or failed.';
COMMENT ON COLUMN ${schema}.status.reason IS 'Why it failed, was paused or interrupted, as a code.';
COMMENT ON COLUMN ${schema}.status.message IS 'The reason in words.';
COMMENT ON COLUMN ${schema}.status.live IS 'What ready(name) says.';
COMMENT ON COLUMN ${schema}.status.rows_done IS 'Target rows settled so far, each counted once.';
COMMENT ON COLUMN ${schema}.status.rows_total IS 'Target rows to settle; an estimate at first, NULL while unknown.';
COMMENT ON COLUMN ${schema}.status.percent IS 'Of the rows to settle, 0 to 100; 100 only when all are settled or counted.';
COMMENT ON COLUMN ${schema}.status.rows_changed IS 'Rows really changed, over all time.';
COMMENT ON COLUMN ${schema}.status.level IS 'Everything committed before this log position has been written; 0 until live.';
COMMENT ON COLUMN ${schema}.status.target_schema IS 'Schema of the table that is written.';
COMMENT ON COLUMN ${schema}.status.target_table IS 'Table that is written.';
COMMENT ON COLUMN ${schema}.status.partitions IS 'Partitions that must all reach a level.';
COMMENT ON COLUMN ${schema}.status.started_at IS 'When this generation was first worked on.';
COMMENT ON COLUMN ${schema}.status.updated_at IS 'When its state or progress last changed.';
COMMENT ON COLUMN ${schema}.status.live_at IS 'When it was complete for the first time.';
COMMENT ON COLUMN ${schema}.status.ended_at IS 'When it failed, was interrupted or was paused.';
COMMENT ON COLUMN ${schema}.status.verified_at IS 'When it was last compared with its SELECT.';
COMMENT ON COLUMN ${schema}.status.verified_rows IS 'Rows compared then.';
COMMENT ON COLUMN ${schema}.status.mismatches IS 'Rows that differed then.';
