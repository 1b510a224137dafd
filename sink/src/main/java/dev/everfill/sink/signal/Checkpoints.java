package dev.everfill.sink.signal;

import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/**
 * Checkpoints that came before their time, in the last five minutes: full if they came every half
 * minute.
 */
final class Checkpoints implements Signal {
  private static final long KEPT = Duration.ofMinutes(5).toNanos();
  private static final double FULL = 10;
  private static final double MOST = 0.95;
  private static final int SEPARATE_VIEW = 17;

  private record Sample(long requested, long at) {}

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private final LongSupplier nanos;

  Checkpoints(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public String name() {
    return "checkpoints";
  }

  @Override
  public Reading read(Connection connection) throws SQLException {
    String sql =
        connection.getMetaData().getDatabaseMajorVersion() >= SEPARATE_VIEW
            ? "SELECT num_requested FROM pg_catalog.pg_stat_checkpointer"
            : "SELECT checkpoints_req FROM pg_catalog.pg_stat_bgwriter";
    return seen(Sql.on(connection).fetchOne(sql).get(0, Long.class), nanos.getAsLong());
  }

  Reading.Used seen(long requested, long now) {
    if (!samples.isEmpty() && requested < samples.peekLast().requested()) {
      // The statistics were reset.
      samples.clear();
    }
    samples.add(new Sample(requested, now));
    while (now - samples.peekFirst().at() > KEPT) {
      samples.removeFirst();
    }
    long lately = requested - samples.peekFirst().requested();
    return Reading.used(
        Math.min(MOST, lately / FULL), "%d checkpoints were forced in five minutes", lately);
  }
}
