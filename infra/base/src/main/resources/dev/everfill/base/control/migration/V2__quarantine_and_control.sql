-- What people ask of a running field, and the rows that PostgreSQL refused.

ALTER TABLE ${schema}.field
  ADD COLUMN paused boolean NOT NULL DEFAULT false,
  ADD COLUMN pace_rows_per_second bigint CHECK (pace_rows_per_second >= 0),
  ADD COLUMN pace_max_hold_micros bigint CHECK (pace_max_hold_micros > 0);

COMMENT ON COLUMN ${schema}.field.paused IS 'Somebody paused it: nothing is read or written for it until it is resumed; capture and compute go on. The state stays what it is.';
COMMENT ON COLUMN ${schema}.field.pace_rows_per_second IS 'Rows per second as set while running; 0 for no bound; NULL for what the configuration says.';
COMMENT ON COLUMN ${schema}.field.pace_max_hold_micros IS 'The longest hold as set while running, in microseconds; NULL for what the configuration says.';

ALTER TABLE ${schema}.progress
  ADD COLUMN quarantined_rows bigint NOT NULL DEFAULT 0;

COMMENT ON COLUMN ${schema}.progress.quarantined_rows IS 'Rows of this partition that are in quarantine.';

ALTER TABLE ${schema}.quarantine
  ADD COLUMN retry_requested_at timestamptz;

COMMENT ON COLUMN ${schema}.quarantine.retry_requested_at IS 'When somebody asked for another try; NULL if nobody has since the last one.';

CREATE UNIQUE INDEX quarantine_key ON ${schema}.quarantine (topic, partition, key)
  WHERE key IS NOT NULL;
CREATE UNIQUE INDEX quarantine_record ON ${schema}.quarantine (topic, partition, record_offset)
  WHERE key IS NULL;
CREATE INDEX quarantine_retry ON ${schema}.quarantine (topic, partition, id)
  WHERE retry_requested_at IS NOT NULL;

CREATE OR REPLACE VIEW ${schema}.status AS
SELECT f.name, f.generation,
  CASE WHEN f.paused AND f.state <> 'failed' THEN 'paused' ELSE f.state END AS state,
  f.reason, f.message,
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
  f.verified_at, f.verified_rows, f.mismatches,
  f.paused, p.quarantined AS quarantined_rows, f.pace_rows_per_second, f.pace_max_hold_micros
FROM ${schema}.field AS f
CROSS JOIN LATERAL (
  SELECT pg_catalog.count(*) FILTER (WHERE level > 0) AS levelled,
    pg_catalog.count(expected_rows) AS known,
    COALESCE(pg_catalog.sum(expected_rows), 0)::bigint AS expected,
    COALESCE(pg_catalog.sum(settled_rows), 0)::bigint AS settled,
    COALESCE(pg_catalog.sum(changed_rows), 0)::bigint AS changed,
    COALESCE(pg_catalog.min(level), 0) AS level,
    pg_catalog.max(updated_at) AS updated_at,
    COALESCE(pg_catalog.sum(quarantined_rows), 0)::bigint AS quarantined
  FROM ${schema}.progress
  WHERE progress.field = f.name AND progress.generation = f.generation) AS p
WHERE f.current;

COMMENT ON COLUMN ${schema}.status.paused IS 'Whether somebody paused it; true for a failed field too.';
COMMENT ON COLUMN ${schema}.status.quarantined_rows IS 'Rows that PostgreSQL refused and that have had no better value since.';
COMMENT ON COLUMN ${schema}.status.pace_rows_per_second IS 'As set while running; 0 for no bound; NULL for what the configuration says.';
COMMENT ON COLUMN ${schema}.status.pace_max_hold_micros IS 'As set while running; NULL for what the configuration says.';
