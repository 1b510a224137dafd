package dev.everfill.producer.chunk;

import dev.everfill.base.component.LogContext;
import dev.everfill.base.event.Key;
import dev.everfill.base.postgres.Reservations;
import dev.everfill.producer.CapturedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Reads tables in ranges of their keys on a thread of its own: a short transaction, the rows into
 * the queue, then a watermark into the log. Reads nothing before the stream has returned its
 * greeting, since only then every change that it does not see will be delivered.
 */
public final class ChunkReader implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SOCKET = Duration.ofMinutes(5);
  private static final long GREETING_NANOS = Duration.ofMillis(500).toNanos();
  private static final long BARE_NANOS = Duration.ofMillis(100).toNanos();
  private static final long PAUSE_MILLIS = 10;
  private static final long STOP_MILLIS = 10_000;

  private final ReaderSettings settings;
  private final Reservations reservations;
  private final ReadQueue queue;
  private final Consumer<Throwable> failed;
  private final CompletableFuture<ReaderSettings.Work> greeted = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean wantsSnapshot = true;
  private volatile boolean stopped;
  private long number;
  private long flushed; // the last chunk whose watermark is known to be on the disk
  private long lastBare = System.nanoTime();

  /**
   * @param failed called once, from the reader's thread, if it cannot go on
   */
  public ChunkReader(
      ReaderSettings settings,
      Reservations reservations,
      ReadQueue queue,
      Consumer<Throwable> failed) {
    this.settings = settings;
    this.reservations = reservations;
    this.queue = queue;
    this.failed = failed;
    this.thread =
        new Thread(LogContext.stage("capture", this::run), "everfill-chunks-" + settings.prefix());
    this.thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** The stream has returned the greeting: here is what to read. From any thread. */
  public void greeted(ReaderSettings.Work work) {
    greeted.complete(work);
  }

  /** Whether delivered transactions are not yet known to be visible. From any thread. */
  public void wantsSnapshot(boolean wants) {
    wantsSnapshot = wants;
  }

  private void run() {
    try (RowReader reader = new RowReader(() -> open("chunks"));
        Connection marks = open("watermarks")) {
      work(reader, new Watermarks(marks, settings.prefix()));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (SQLException | RuntimeException reason) {
      if (!stopped) {
        failed.accept(reason);
      }
    }
  }

  private Connection open(String role) throws SQLException {
    return reservations.open(settings.source(), settings.prefix() + " " + role, CONNECT, SOCKET);
  }

  private void work(RowReader reader, Watermarks marks) throws SQLException, InterruptedException {
    ReaderSettings.Work work = greet(reader, marks);
    for (CapturedTable table : work.tables()) {
      read(table, work.after().get(table.table().name()), reader, marks);
    }
    while (!stopped) {
      pause(reader);
    }
  }

  private ReaderSettings.Work greet(RowReader reader, Watermarks marks)
      throws SQLException, InterruptedException {
    long next = System.nanoTime();
    while (!greeted.isDone()) {
      if (System.nanoTime() - next >= 0) {
        marks.emit("hello " + settings.incarnation());
        next = System.nanoTime() + GREETING_NANOS;
      }
      pause(reader);
    }
    return greeted.join();
  }

  private void read(CapturedTable table, Key from, RowReader reader, Watermarks marks)
      throws SQLException, InterruptedException {
    RowKeys keys = new RowKeys(table);
    List<String> after = from == null ? null : from.values();
    int limit = settings.chunkRows();
    boolean complete = false;
    while (!complete && !stopped) {
      awaitRoom(reader, marks);
      RowReader.Read read = reader.after(table, after, limit);
      complete = !read.truncated() && read.rows().size() < limit;
      // Large rows are asked for in such numbers that none are sent in vain.
      limit = read.truncated() ? read.rows().size() : Math.min(limit * 2, settings.chunkRows());
      queue.add(
          new ReadItem.Chunk(++number, table, read.snapshot(), read.rows(), nowMicros(), complete));
      mark(complete, marks);
      if (!read.rows().isEmpty()) {
        after = keys.of(read.rows().get(read.rows().size() - 1)).values();
      }
    }
  }

  /**
   * Whoever commits flushes the watermarks too. Only if that does not happen, which is seen by none
   * of the waiting chunks being taken, the log is flushed for them: at most once for all of them.
   */
  private void awaitRoom(RowReader reader, Watermarks marks)
      throws SQLException, InterruptedException {
    while (!queue.hasRoom()) {
      long first = queue.first();
      pause(reader);
      if (first > flushed && queue.first() == first) {
        marks.emit("flush " + settings.incarnation());
        flushed = number;
      }
    }
  }

  /** The last one of a table is not followed by others that would take it along. */
  private void mark(boolean last, Watermarks marks) throws SQLException {
    String watermark = "chunk " + settings.incarnation() + " " + number;
    if (last) {
      marks.emit(watermark);
      flushed = number;
    } else {
      marks.emitLazily(watermark);
    }
  }

  private void pause(RowReader reader) throws SQLException, InterruptedException {
    if (wantsSnapshot && queue.isEmpty() && System.nanoTime() - lastBare >= BARE_NANOS) {
      queue.add(new ReadItem.Bare(reader.snapshot()));
      lastBare = System.nanoTime();
    }
    queue.awaitChange(PAUSE_MILLIS);
    if (stopped) {
      throw new InterruptedException("stopped");
    }
  }

  private static long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
