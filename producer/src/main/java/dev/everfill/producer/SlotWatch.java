package dev.everfill.producer;

import dev.everfill.base.component.LogContext;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.postgres.Reservations;
import dev.everfill.base.status.SlotView;
import dev.everfill.producer.chunk.Watermarks;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Watches over the slot on a thread and a connection of its own, since a stream whose slot is lost
 * stays silent; and keeps the slot moving while others write, by a message now and then.
 */
final class SlotWatch implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SOCKET = Duration.ofSeconds(30);
  private static final long PERIOD_MILLIS = 1_000;
  private static final long STOP_MILLIS = 5_000;
  private static final long BEAT_BYTES = 64 << 10;
  private static final int ROUNDS_PER_SCHEMA_CHECK = 5;
  private static final String SLOT =
      "SELECT wal_status, pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(),"
          + " confirmed_flush_lsn), pg_catalog.pg_wal_lsn_diff("
          + "pg_catalog.pg_current_wal_insert_lsn(), restart_lsn)::bigint, safe_wal_size"
          + " FROM pg_catalog.pg_replication_slots WHERE slot_name = ?";

  private final CaptureSettings settings;
  private final Reservations reservations;
  private final String slot;
  private final String incarnation;
  private final Map<TableName, PartitionSet> partitions;
  private final List<CapturedTable> partitioned;
  private final BooleanSupplier behind;
  private final Consumer<SlotView> seen;
  private final Consumer<Throwable> failed;
  private final Thread thread;

  /**
   * @param partitions of each table when the session began
   * @param behind whether something delivered is not yet confirmed, so that a message would help
   * @param seen gets what the server says of the slot, every second
   * @param failed called once, if the slot is lost or the server
   */
  SlotWatch(
      CaptureSettings settings,
      Reservations reservations,
      String incarnation,
      Map<TableName, PartitionSet> partitions,
      BooleanSupplier behind,
      Consumer<SlotView> seen,
      Consumer<Throwable> failed) {
    this.settings = settings;
    this.reservations = reservations;
    this.slot = new CaptureResources(settings.names().pipeline()).slot();
    this.incarnation = incarnation;
    this.partitions = partitions;
    this.partitioned =
        settings.tables().stream()
            .filter(table -> partitions.get(table.table().name()).partitioned())
            .toList();
    this.behind = behind;
    this.seen = seen;
    this.failed = failed;
    this.thread = new Thread(LogContext.stage("capture", this::run), "everfill-watch-" + slot);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    String application = settings.names().pipeline() + " watch";
    try (Connection connection =
        reservations.open(settings.source(), application, CONNECT, SOCKET)) {
      Watermarks marks = new Watermarks(connection, settings.names().pipeline());
      for (int round = 0; !Thread.interrupted(); round++) {
        if (check(connection) >= BEAT_BYTES || behind.getAsBoolean()) {
          marks.emit("beat " + incarnation);
        }
        checkPartitions(connection);
        if (round % ROUNDS_PER_SCHEMA_CHECK == 0) {
          SourceSchema.check(connection, settings.tables());
        }
        Thread.sleep(PERIOD_MILLIS);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (SQLException | RuntimeException reason) {
      failed.accept(reason);
    }
  }

  private void checkPartitions(Connection connection) throws SQLException {
    PartitionSet.read(connection, partitioned)
        .forEach(
            (table, now) -> {
              if (!now.text().equals(partitions.get(table).text())) {
                throw new PartitionsChanged(table);
              }
            });
  }

  /** The bytes of log behind the confirmed position. */
  private long check(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SLOT)) {
      statement.setString(1, slot);
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next()) {
          seen.accept(new SlotView(slot, "missing", null, null));
          throw lost("was dropped");
        }
        String status = result.getString(1);
        seen.accept(
            new SlotView(
                slot, status, result.getObject(3, Long.class), result.getObject(4, Long.class)));
        if ("lost".equals(status)) {
          throw lost("was invalidated: PostgreSQL removed log that had not been read");
        }
        return result.getLong(2);
      }
    }
  }

  private EverfillException lost(String how) {
    return new EverfillException(
        Reason.SLOT_LOST,
        "the replication slot "
            + slot
            + " "
            + how
            + "; changes may have been missed, so read the tables again (resync)");
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
