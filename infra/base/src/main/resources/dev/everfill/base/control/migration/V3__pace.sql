-- One budget for all instances of a pipeline, and what each instance's pace is bounded by.

CREATE TABLE ${schema}.budget (
  scope text PRIMARY KEY,
  turn bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

COMMENT ON TABLE ${schema}.budget IS 'One row per bound on rows per second; locked while its leases change.';
COMMENT ON COLUMN ${schema}.budget.scope IS 'pipeline, or field and the field''s name.';
COMMENT ON COLUMN ${schema}.budget.turn IS 'Counts the renewals: where there are fewer rows than instances, it says whose turn it is.';

CREATE TABLE ${schema}.lease (
  scope text NOT NULL REFERENCES ${schema}.budget (scope) ON DELETE CASCADE,
  instance text NOT NULL,
  rate bigint NOT NULL CHECK (rate >= 1),
  held bigint NOT NULL CHECK (held >= 0),
  live_demand bigint NOT NULL CHECK (live_demand >= 0),
  backfill_demand bigint NOT NULL CHECK (backfill_demand >= 0),
  renewals bigint NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (scope, instance)
) WITH (fillfactor = 50);

COMMENT ON TABLE ${schema}.lease IS 'Which part of a budget each running instance may use. The parts never add up to more than the rate.';
COMMENT ON COLUMN ${schema}.lease.scope IS 'The budget.';
COMMENT ON COLUMN ${schema}.lease.instance IS 'Who holds the lease.';
COMMENT ON COLUMN ${schema}.lease.rate IS 'Rows per second that this instance was configured with; the lowest of all holds.';
COMMENT ON COLUMN ${schema}.lease.held IS 'Rows that this instance may change within any second.';
COMMENT ON COLUMN ${schema}.lease.live_demand IS 'Rows per second that its live fields could use.';
COMMENT ON COLUMN ${schema}.lease.backfill_demand IS 'Rows per second that its fields being filled could use.';
COMMENT ON COLUMN ${schema}.lease.renewals IS 'Grows with every renewal: others see by it that the instance lives, whatever the clocks say. -1 once the lease was given back.';
COMMENT ON COLUMN ${schema}.lease.expires_at IS 'When the lease of an instance that does not renew it ends, by this server''s clock.';

CREATE TABLE ${schema}.throttle (
  field text NOT NULL,
  generation integer NOT NULL,
  instance text NOT NULL,
  utilization double precision NOT NULL CHECK (utilization >= 0),
  reasons jsonb NOT NULL DEFAULT '[]',
  batch_rows integer NOT NULL DEFAULT 0,
  hold_p50_micros bigint NOT NULL DEFAULT 0,
  hold_p99_micros bigint NOT NULL DEFAULT 0,
  rows_per_second double precision NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  PRIMARY KEY (field, generation, instance),
  FOREIGN KEY (field, generation) REFERENCES ${schema}.field (name, generation) ON DELETE CASCADE
) WITH (fillfactor = 50);

COMMENT ON TABLE ${schema}.throttle IS 'What each running instance''s pace is bounded by, about once a second; an old row tells of an instance that is gone.';
COMMENT ON COLUMN ${schema}.throttle.field IS 'The field.';
COMMENT ON COLUMN ${schema}.throttle.generation IS 'Its generation.';
COMMENT ON COLUMN ${schema}.throttle.instance IS 'The instance that writes.';
COMMENT ON COLUMN ${schema}.throttle.utilization IS 'Of the scarcest thing: from 0.5 on writing slows down, at 1 it is at its minimum.';
COMMENT ON COLUMN ${schema}.throttle.reasons IS 'All that slows it down, the scarcest first: [{name, utilization, detail}].';
COMMENT ON COLUMN ${schema}.throttle.batch_rows IS 'Rows of the last batch.';
COMMENT ON COLUMN ${schema}.throttle.hold_p50_micros IS 'How long half of the recent batches held their rows at most.';
COMMENT ON COLUMN ${schema}.throttle.hold_p99_micros IS 'How long nearly all of the recent batches held their rows at most.';
COMMENT ON COLUMN ${schema}.throttle.rows_per_second IS 'Rows really changed, over the last seconds.';
COMMENT ON COLUMN ${schema}.throttle.updated_at IS 'When this was so.';
