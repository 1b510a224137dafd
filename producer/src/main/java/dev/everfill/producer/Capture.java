package dev.everfill.producer;

import dev.everfill.base.component.LogContext;
import dev.everfill.base.component.Stage;
import dev.everfill.base.component.StageStatus;
import dev.everfill.base.error.Reason;
import dev.everfill.base.postgres.Reservations;
import dev.everfill.base.status.SlotView;
import dev.everfill.producer.merge.MergeGuards;
import dev.everfill.producer.publish.CaptureTopics;
import dev.everfill.producer.publish.Progress;
import dev.everfill.producer.publish.ProgressLog;
import dev.everfill.producer.publish.TopicWatch;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The capture stage: publishes the rows of the tables and then every change of them to the change
 * topics, goes on from where it was after any stop, and writes levels (see {@link
 * dev.everfill.base.event.Event.Level}). Creates its topics, its publication and its slot where
 * they are missing.
 *
 * <p>It works in sessions, each from a clean state. While PostgreSQL or Kafka cannot be reached it
 * tries again, ever more slowly, and says what it waits for; it ends only where another try cannot
 * help.
 */
public final class Capture implements Stage {
  private static final Logger LOG = LoggerFactory.getLogger(Capture.class);
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LAST_PAUSE_MILLIS = 10_000;
  private static final int DEFECT_TRIES = 8;
  private static final long STEADY_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long STOP_MILLIS = 60_000;

  private final CaptureSettings settings;
  private final Reservations reservations;
  private final MergeGuards guards;
  private final Fence fence;
  private final CaptureBoard board;
  private final Thread thread;
  private final Object lock = new Object();
  private CaptureSource source;
  private boolean started;
  private volatile boolean stopped;

  /**
   * @param reservations for every connection that it opens
   */
  public Capture(CaptureSettings settings, Reservations reservations) {
    this(settings, reservations, Fence.NONE);
  }

  /**
   * @param reservations for every connection that it opens
   * @param fence closed once this capture's time is over
   */
  public Capture(CaptureSettings settings, Reservations reservations, Fence fence) {
    this(settings, reservations, MergeGuards.ALL, fence);
  }

  Capture(CaptureSettings settings, Reservations reservations, MergeGuards guards) {
    this(settings, reservations, guards, Fence.NONE);
  }

  private Capture(
      CaptureSettings settings, Reservations reservations, MergeGuards guards, Fence fence) {
    this.fence = fence;
    this.settings = settings;
    this.reservations = reservations;
    this.guards = guards;
    this.board = new CaptureBoard(settings.tables());
    this.thread =
        new Thread(
            LogContext.stage("capture", this::run),
            "everfill-capture-" + settings.names().pipeline());
  }

  @Override
  public void start() {
    synchronized (lock) {
      started = true;
    }
    board.running(true);
    thread.start();
  }

  @Override
  public StageStatus status() {
    return board.status();
  }

  /** What the server said last of the replication slot; null before it was asked. From memory. */
  public SlotView slot() {
    return board.slot();
  }

  private void run() {
    long pause = FIRST_PAUSE_MILLIS;
    int defects = 0;
    try {
      while (!stopped) {
        Outcome outcome = session();
        if (outcome == null || stopped) {
          break;
        }
        pause = outcome.steady() ? FIRST_PAUSE_MILLIS : pause;
        defects = outcome.steady() ? 0 : defects + 1;
        if (isOver(outcome.failure(), defects)) {
          return;
        }
        retryIn(pause, outcome.failure());
        pause = Math.min(pause * 2, LAST_PAUSE_MILLIS);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException defect) {
      LOG.error("The capture failed.", defect);
      fail(Reason.INTERNAL, defect.toString());
    } finally {
      board.running(false);
    }
  }

  /**
   * @param steady it had worked for a while, so that this is no failure of the one before
   */
  private record Outcome(CaptureFailure failure, boolean steady) {}

  private boolean isOver(CaptureFailure failure, int tries) {
    boolean defect = failure.reason() == Reason.INTERNAL && tries >= DEFECT_TRIES;
    if (failure.lasting() || defect) {
      LOG.error("The capture ends ({}): {}", failure.reason().code(), failure.message());
      fail(failure.reason(), failure.message());
      return true;
    }
    return false;
  }

  private void fail(Reason reason, String message) {
    board.failed(new StageStatus.Failure(reason.code(), message));
  }

  private void retryIn(long pause, CaptureFailure failure) throws InterruptedException {
    String waiting = failure.message() + "; next try in " + pause + " ms";
    LOG.warn("The capture was interrupted: {}", waiting);
    board.waitingFor(waiting);
    Thread.sleep(pause);
    board.waitingFor(null);
  }

  /** Null after {@link #close}. */
  private Outcome session() throws InterruptedException {
    long begin = System.nanoTime();
    boolean delivered = false;
    try {
      SessionStart start = prepare();
      try (CaptureSession session =
          new CaptureSession(settings, reservations, guards, board, start, fence)) {
        LOG.debug("A session begins; {} tables were captured before.", start.captured());
        session.start();
        try {
          session.await();
          return stopped ? null : new Outcome(CaptureFailure.of(silent()), false);
        } finally {
          delivered = session.isDelivering();
        }
      }
    } catch (SQLException | ExecutionException | RuntimeException failed) {
      if (stopped) {
        return null;
      }
      LOG.debug("A session ended.", failed);
      boolean steady = delivered && System.nanoTime() - begin > STEADY_NANOS;
      return new Outcome(judged(CaptureFailure.of(failed)), steady);
    }
  }

  private static IllegalStateException silent() {
    return new IllegalStateException("the change stream ended without a reason");
  }

  private CaptureSource open() throws SQLException {
    CaptureSource opened = new CaptureSource(settings, reservations, board);
    synchronized (lock) {
      source = opened;
    }
    return opened;
  }

  /** On a connection that is not held any longer than that. */
  private SessionStart prepare() throws SQLException, ExecutionException, InterruptedException {
    try (CaptureSource ready = open()) {
      ready.check(fence);
      var tables = settings.tables().stream().map(t -> t.table().name()).toList();
      CaptureTopics.create(settings.kafka(), settings.names(), tables);
      var topics = CaptureTopics.ids(settings.kafka(), settings.names(), tables);
      Progress before = ProgressLog.read(settings.kafka(), settings.names());
      before.topics().forEach((topic, id) -> check(before, topic, id, topics));
      ready.check(before);
      ready.prepare();
      return new SessionStart(
          before.tables().size(), ready.skipsOrigins(), ready.system(), ready.partitions(), topics);
    }
  }

  /** What a topic was that is written no more does not matter. */
  private void check(Progress before, String topic, String id, Map<String, String> now) {
    boolean holdsRows =
        settings.tables().stream()
            .map(table -> table.table().name())
            .anyMatch(
                name ->
                    before.tables().containsKey(name)
                        && settings.names().change(name).equals(topic));
    if (holdsRows) {
      TopicWatch.check(topic, id, now.get(topic));
    }
  }

  /**
   * A transaction that timed out while Kafka was away looks as if another capture had fenced it. It
   * has not, unless it holds the slot.
   */
  private CaptureFailure judged(CaptureFailure failure) {
    if (failure.reason() != Reason.FENCED) {
      return failure;
    }
    try (CaptureSource other = new CaptureSource(settings, reservations, board)) {
      return other.isTaken()
          ? failure
          : new CaptureFailure(Reason.SERVER_UNREACHABLE, "a Kafka transaction timed out", false);
    } catch (SQLException unknown) {
      return new CaptureFailure(Reason.SERVER_UNREACHABLE, unknown.getMessage(), false);
    }
  }

  @Override
  public void close() {
    stopped = true;
    synchronized (lock) {
      if (!started) {
        return;
      }
      if (source != null) {
        abort(source);
      }
    }
    thread.interrupt();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private static void abort(CaptureSource source) {
    try {
      source.abort();
    } catch (SQLException lost) {
      LOG.debug("The control connection was lost while it was closed.", lost);
    }
  }
}
