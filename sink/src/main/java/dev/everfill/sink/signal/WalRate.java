package dev.everfill.sink.signal;

import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jooq.Record;

/**
 * How fast the write-ahead log grows, whoever writes it: full if {@code max_wal_size} would be
 * filled within half a minute, which is where PostgreSQL itself begins to warn.
 */
final class WalRate implements Signal {
  private static final double SECONDS = 30;

  /** It costs input and output, but stops nobody. */
  private static final double MOST = 0.9;

  private static final double MEGABYTE = 1024.0 * 1024.0;

  private static final String SQL =
      """
      SELECT pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), '0/0')::bigint AS position,
        pg_catalog.pg_size_bytes(pg_catalog.current_setting('max_wal_size')) AS most
      """;

  private final WalClock clock = new WalClock(Duration.ofSeconds(10));
  private final LongSupplier nanos;

  WalRate(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public String name() {
    return "wal-rate";
  }

  @Override
  public Reading read(Connection connection) {
    Record row = Sql.on(connection).fetchOne(SQL);
    clock.reached(row.get("position", Long.class), nanos.getAsLong());
    long most = row.get("most", Long.class);
    double rate = clock.rate();
    return Reading.used(
        Math.min(MOST, rate * SECONDS / most),
        "the log grows by %.1f MB/s, max_wal_size is %.0f MB",
        rate / MEGABYTE,
        most / MEGABYTE);
  }
}
