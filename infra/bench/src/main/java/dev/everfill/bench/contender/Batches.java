package dev.everfill.bench.contender;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Written by hand: one statement over ranges of keys, each range its own transaction, with a pause
 * between them.
 */
final class Batches implements Contender {
  private static final String NEWEST =
      "(SELECT pg_catalog.max(o.\"timestamp\") FROM public.observations AS o WHERE"
          + " o.transmission_id = t.id)";
  private static final String FILL = "UPDATE public.transmissions AS t SET last_seen = " + NEWEST;
  private static final String RANGE = " WHERE t.id > ? AND t.id <= ?";

  /** A trigger on the target so that a touch fills it, and one that keeps it right from then on. */
  private static final String[] INSTALL = {
    "CREATE FUNCTION public.bench_newest() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        + " NEW.last_seen := (SELECT pg_catalog.max(o.\"timestamp\") FROM public.observations AS o"
        + " WHERE o.transmission_id = NEW.id); RETURN NEW; END $$",
    "CREATE FUNCTION public.bench_touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        + " UPDATE public.transmissions SET last_seen = last_seen"
        + " WHERE id IN (OLD.transmission_id, NEW.transmission_id); RETURN NULL; END $$",
    "CREATE TRIGGER bench_newest BEFORE INSERT OR UPDATE ON public.transmissions"
        + " FOR EACH ROW EXECUTE FUNCTION public.bench_newest()",
    "CREATE TRIGGER bench_touch AFTER INSERT OR UPDATE OR DELETE ON public.observations"
        + " FOR EACH ROW EXECUTE FUNCTION public.bench_touch()"
  };

  private static final String[] REMOVE = {
    "DROP FUNCTION IF EXISTS public.bench_newest() CASCADE",
    "DROP FUNCTION IF EXISTS public.bench_touch() CASCADE"
  };

  private final String name;
  private final String[] install;
  private final String statement;
  private final long batch;
  private final Duration pause;

  private Batches(String name, String[] install, String statement, long batch, Duration pause) {
    this.name = name;
    this.install = install;
    this.statement = statement;
    this.batch = batch;
    this.pause = pause;
  }

  /** One correlated UPDATE of the whole table. */
  static Contender oneUpdate() {
    return new Batches("one-update", new String[0], FILL, Long.MAX_VALUE, Duration.ZERO);
  }

  /** The same, 5 000 rows at a time, with a pause of 100 ms. */
  static Contender loop() {
    return new Batches("loop", new String[0], FILL + RANGE, 5_000, Duration.ofMillis(100));
  }

  /** Triggers that compute the value, then every row touched once, 1 000 at a time. */
  static Contender trigger() {
    String touch = "UPDATE public.transmissions AS t SET last_seen = last_seen" + RANGE;
    return new Batches("trigger", INSTALL, touch, 1_000, Duration.ZERO);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Filled fill(Bench bench) throws SQLException, InterruptedException {
    try (Connection connection = bench.connect()) {
      long begun = System.nanoTime();
      try (Statement setUp = connection.createStatement()) {
        for (String sql : install) {
          setUp.execute(sql);
        }
      }
      long rows = 0;
      try (PreparedStatement update = connection.prepareStatement(statement)) {
        boolean ranged = update.getParameterMetaData().getParameterCount() > 0;
        for (long from = 0; from < bench.rows(); from += Math.min(batch, bench.rows())) {
          if (ranged) {
            update.setLong(1, from);
            update.setLong(2, from + batch);
          }
          rows += update.executeUpdate();
          Thread.sleep(pause.toMillis());
        }
      }
      return new Filled(rows, begun, begun, System.nanoTime());
    }
  }

  @Override
  public void cleanUp(Bench bench) throws SQLException {
    bench.server().execute(REMOVE);
  }
}
