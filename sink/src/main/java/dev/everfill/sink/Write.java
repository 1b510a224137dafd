package dev.everfill.sink;

import dev.everfill.base.component.LogContext;
import dev.everfill.base.component.Stage;
import dev.everfill.base.component.StageStatus;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.postgres.Reservations;
import dev.everfill.sink.coalesce.Limits;
import dev.everfill.sink.kafka.DerivedConsumer;
import dev.everfill.sink.postgres.Connections;
import dev.everfill.sink.postgres.Failpoints;
import dev.everfill.sink.postgres.Target;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The write stage: derived topics to the target columns, gently and exactly once. One thread, one
 * connection to PostgreSQL, one consumer. While PostgreSQL cannot be reached it waits and goes on
 * by itself; a field that cannot go on fails alone.
 */
public final class Write implements Stage {
  private static final Logger LOG = LoggerFactory.getLogger(Write.class);
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Above the session's statement timeout: whoever is silent for longer is gone. */
  private static final Duration SOCKET = Duration.ofSeconds(15);

  /** How old the status may be while batch follows batch. */
  private static final long PUBLISH = Duration.ofMillis(50).toNanos();

  private final WriteSettings settings;
  private final Connections connections;
  private final Limits limits;
  private final LongSupplier nanos;
  private final Failpoints failpoints;
  private final Pacing pacing;
  private final Thread thread;
  private volatile DerivedConsumer consumer;
  private volatile boolean stopping;
  private volatile StageStatus status;
  private volatile Map<String, Duration> holds = Map.of();
  private volatile long fenced;

  /**
   * @param reservations for every connection that it opens
   */
  public Write(WriteSettings settings, Reservations reservations) {
    this(
        settings,
        connections(settings, reservations),
        beside(settings, reservations),
        Limits.defaults(),
        System::nanoTime,
        Failpoints.configured());
  }

  /** As far as tests are concerned: the pace is agreed upon beside the connections under test. */
  Write(WriteSettings settings, Connections connections, Limits limits, LongSupplier nanos) {
    this(settings, connections, limits, nanos, Failpoints.NONE);
  }

  Write(
      WriteSettings settings,
      Connections connections,
      Limits limits,
      LongSupplier nanos,
      Failpoints failpoints) {
    this(
        settings,
        connections,
        beside(settings, Reservations.unbounded()),
        limits,
        nanos,
        failpoints);
  }

  private Write(
      WriteSettings settings,
      Connections connections,
      Connections beside,
      Limits limits,
      LongSupplier nanos,
      Failpoints failpoints) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.connections = connections;
    this.limits = limits;
    this.nanos = nanos;
    this.failpoints = failpoints;
    this.pacing = new Pacing(settings, beside, nanos);
    this.thread = new Thread(LogContext.stage("write", this::run), "everfill-write");
    this.status = new StageStatus(false, null, null, List.of());
  }

  static Connections connections(WriteSettings settings, Reservations reservations) {
    String application = Pacing.application(settings.names().pipeline());
    return () -> reservations.open(settings.target(), application, CONNECT, SOCKET);
  }

  private static Connections beside(WriteSettings settings, Reservations reservations) {
    String application = settings.names().pipeline() + " pace";
    return () -> reservations.open(settings.target(), application, CONNECT, SOCKET);
  }

  @Override
  public void start() {
    if (!stopping && !settings.fields().isEmpty()) {
      status = new StageStatus(true, null, null, List.of());
      thread.start();
    }
  }

  private void run() {
    StageStatus.Failure failure = null;
    // Closed last: the leases are given back once nothing is written any more.
    try (Pacing paced = pacing;
        Target target = new Target(connections, settings.names().pipeline(), nanos, failpoints);
        DerivedConsumer opened = open()) {
      paced.start();
      consumer = opened;
      work(opened, target, writers(target));
    } catch (RuntimeException failed) {
      LOG.error("The write stage has failed", failed);
      failure = failure(failed);
    }
    consumer = null;
    StageStatus last = status;
    status =
        new StageStatus(false, failure == null ? last.failure() : failure, null, last.progress());
  }

  private static StageStatus.Failure failure(RuntimeException failed) {
    Reason reason = failed instanceof EverfillException known ? known.reason() : Reason.INTERNAL;
    return new StageStatus.Failure(reason.code(), String.valueOf(failed.getMessage()));
  }

  private DerivedConsumer open() {
    return new DerivedConsumer(
        settings.kafka(),
        settings.names().sinkGroup(),
        settings.fields().stream().map(one -> settings.names().derived(one.field())).toList(),
        settings.instruments());
  }

  private List<FieldWriter> writers(Target target) {
    SplittableRandom random = new SplittableRandom();
    return settings.fields().stream()
        .map(
            one ->
                new FieldWriter(
                    one,
                    settings.names().derived(one.field()),
                    target,
                    limits,
                    pacing.throttle(),
                    random,
                    nanos,
                    settings.instruments()))
        .toList();
  }

  private void work(DerivedConsumer opened, Target target, List<FieldWriter> writers) {
    try (WriteLoop loop = new WriteLoop(opened, target, writers, nanos)) {
      long published = nanos.getAsLong();
      while (!stopping && !Thread.currentThread().isInterrupted()) {
        loop.turn();
        long now = nanos.getAsLong();
        if (!loop.busy() || now - published >= PUBLISH) {
          published = now;
          publish(loop, writers);
        }
      }
    }
  }

  private void publish(WriteLoop loop, List<FieldWriter> writers) {
    status = loop.status(settings.kafka().partitions());
    fenced = loop.fencedTimes();
    Map<String, Duration> held = new LinkedHashMap<>();
    writers.forEach(writer -> held.put(writer.field().name(), writer.lastHold()));
    holds = Map.copyOf(held);
  }

  @Override
  public StageStatus status() {
    return status;
  }

  /** How long each field's last batch held its rows; from memory. */
  public Map<String, Duration> holds() {
    return holds;
  }

  /** How often another owner was met since the start. */
  public long fenced() {
    return fenced;
  }

  @Override
  public void close() {
    stopping = true;
    DerivedConsumer waiting = consumer;
    if (waiting != null) {
      waiting.wakeup();
    }
    try {
      thread.join(SOCKET.plus(CONNECT).toMillis());
    } catch (InterruptedException interrupted) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
