package dev.everfill.producer;

import dev.everfill.base.component.LogContext;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.postgres.Reservations;
import dev.everfill.producer.chunk.Watermarks;
import java.sql.Connection;
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

  private final CaptureSettings settings;
  private final Reservations reservations;
  private final String slot;
  private final CaptureBoard board;
  private final String incarnation;
  private final Map<TableName, PartitionSet> partitions;
  private final List<CapturedTable> partitioned;
  private final BooleanSupplier behind;
  private final Consumer<Throwable> failed;
  private final Thread thread;

  /**
   * @param partitions of each table when the session began
   * @param behind whether something delivered is not yet confirmed, so that a message would help
   * @param failed called once, if the slot is lost or the server
   */
  SlotWatch(
      CaptureSettings settings,
      Reservations reservations,
      CaptureBoard board,
      String incarnation,
      Map<TableName, PartitionSet> partitions,
      BooleanSupplier behind,
      Consumer<Throwable> failed) {
    this.settings = settings;
    this.reservations = reservations;
    this.board = board;
    this.slot = new CaptureResources(settings.names().pipeline()).slot();
    this.incarnation = incarnation;
    this.partitions = partitions;
    this.partitioned =
        settings.tables().stream()
            .filter(table -> partitions.get(table.table().name()).partitioned())
            .toList();
    this.behind = behind;
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
    SlotLook look = SlotLook.of(connection, slot);
    board.slot(look.view());
    return look.checked().behind();
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
