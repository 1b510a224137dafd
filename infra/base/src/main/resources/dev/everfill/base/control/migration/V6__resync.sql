-- Reading the tables again: asked for by people, done by a process that runs the pipeline.

CREATE TABLE ${schema}.resync (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  epoch uuid NOT NULL UNIQUE DEFAULT pg_catalog.gen_random_uuid(),
  field text NOT NULL,
  actor text NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  started_at timestamptz,
  cleared_at timestamptz,
  done_at timestamptz
);
CREATE UNIQUE INDEX resync_pending ON ${schema}.resync ((true)) WHERE cleared_at IS NULL;

COMMENT ON TABLE ${schema}.resync IS 'Requests to read the tables again. All fields share the slot and the change topics, so each request covers all of them.';
COMMENT ON COLUMN ${schema}.resync.id IS 'In the order of the requests.';
COMMENT ON COLUMN ${schema}.resync.epoch IS 'Names the time that begins with this resync: a process that works in another has to stop its stages and follow.';
COMMENT ON COLUMN ${schema}.resync.field IS 'The field that it was asked for.';
COMMENT ON COLUMN ${schema}.resync.actor IS 'Who asked.';
COMMENT ON COLUMN ${schema}.resync.requested_at IS 'When it was asked for; from then on no field is ready.';
COMMENT ON COLUMN ${schema}.resync.started_at IS 'When a process began with it.';
COMMENT ON COLUMN ${schema}.resync.cleared_at IS 'When slot, topics and progress of the time before were gone.';
COMMENT ON COLUMN ${schema}.resync.done_at IS 'When every field was live again, or another resync took its place.';

CREATE OR REPLACE FUNCTION ${schema}.ready(field_name text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT COALESCE((
    SELECT f.state <> 'failed' AND NOT EXISTS (SELECT FROM ${schema}.resync WHERE cleared_at IS NULL)
      AND f.partitions = (
      SELECT count(*) FROM ${schema}.progress AS p
      WHERE p.field = f.name AND p.generation = f.generation AND p.level > 0)
    FROM ${schema}.field AS f WHERE f.name = field_name AND f.current), false)
$$;

CREATE OR REPLACE VIEW ${schema}.status AS
SELECT f.name, f.generation,
  CASE WHEN f.paused AND f.state <> 'failed' THEN 'paused' ELSE f.state END AS state,
  f.reason, f.message,
  f.state <> 'failed' AND NOT r.resyncing AND p.levelled = f.partitions AS live,
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
CROSS JOIN (SELECT EXISTS (SELECT FROM ${schema}.resync WHERE cleared_at IS NULL)) AS r (resyncing)
WHERE f.current;
