-- Which processes run this pipeline, what they hold of the server, and how fast each field fills.

CREATE TABLE ${schema}.instance (
  id text PRIMARY KEY,
  host text NOT NULL,
  pid bigint NOT NULL,
  started_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  seen_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  reserved integer NOT NULL CHECK (reserved >= 0),
  cap integer NOT NULL CHECK (cap >= 0),
  near_cap boolean NOT NULL
) WITH (fillfactor = 50);

COMMENT ON TABLE ${schema}.instance IS 'One row per process that runs this pipeline, renewed every two seconds; an old row tells of one that is gone.';
COMMENT ON COLUMN ${schema}.instance.id IS 'Names the process in the tables of this schema.';
COMMENT ON COLUMN ${schema}.instance.host IS 'The machine it runs on.';
COMMENT ON COLUMN ${schema}.instance.pid IS 'Its process id there.';
COMMENT ON COLUMN ${schema}.instance.started_at IS 'When it began.';
COMMENT ON COLUMN ${schema}.instance.seen_at IS 'When it was last heard of, by this server''s clock.';
COMMENT ON COLUMN ${schema}.instance.reserved IS 'Connections to this server that it holds for long.';
COMMENT ON COLUMN ${schema}.instance.cap IS 'How many of these it may hold: source.pool.max less 5.';
COMMENT ON COLUMN ${schema}.instance.near_cap IS 'Whether it holds 80 % of them or more.';

CREATE TABLE ${schema}.field_rate (
  field text NOT NULL,
  generation integer NOT NULL,
  instance text NOT NULL REFERENCES ${schema}.instance (id) ON DELETE CASCADE,
  rows_per_second double precision NOT NULL CHECK (rows_per_second >= 0),
  eta_seconds double precision CHECK (eta_seconds >= 0),
  updated_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  PRIMARY KEY (field, generation, instance),
  FOREIGN KEY (field, generation) REFERENCES ${schema}.field (name, generation) ON DELETE CASCADE
) WITH (fillfactor = 50);

COMMENT ON TABLE ${schema}.field_rate IS 'How fast each running instance settles the rows of each field; the field''s rate is their sum.';
COMMENT ON COLUMN ${schema}.field_rate.field IS 'The field.';
COMMENT ON COLUMN ${schema}.field_rate.generation IS 'Its generation.';
COMMENT ON COLUMN ${schema}.field_rate.instance IS 'The instance.';
COMMENT ON COLUMN ${schema}.field_rate.rows_per_second IS 'Rows that this instance settled per second, over the last seconds.';
COMMENT ON COLUMN ${schema}.field_rate.eta_seconds IS 'Until all rows are settled at the pace of all instances, as this one saw it; NULL while that cannot be said.';
COMMENT ON COLUMN ${schema}.field_rate.updated_at IS 'When this was so.';
