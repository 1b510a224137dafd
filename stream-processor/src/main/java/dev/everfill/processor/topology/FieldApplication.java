package dev.everfill.processor.topology;

import dev.everfill.base.component.LogContext;
import dev.everfill.base.component.Stage;
import dev.everfill.base.component.StageStatus;
import dev.everfill.base.component.StageStatus.Failure;
import dev.everfill.base.component.StageStatus.Progress;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.error.Reason;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.base.metrics.Instruments;
import dev.everfill.base.metrics.KafkaClient;
import dev.everfill.processor.operator.FieldTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka Streams application of one field: started by a thread of its own, which first looks
 * after the starting point and later after orphans, and run by the threads of Kafka Streams. When
 * its disk is full it stops, waits for room and starts again; what was not committed is computed
 * again. Safe for all threads.
 */
public final class FieldApplication implements Stage {
  private static final Logger LOG = LoggerFactory.getLogger(FieldApplication.class);
  private static final Duration CLOSING = Duration.ofSeconds(30);
  private static final Duration AGAIN = Duration.ofMillis(500);

  private final FieldDefinition field;
  private final FieldTopics topics;
  private final KafkaSettings kafka;
  private final Path state;
  private final String id;
  private final Properties properties;
  private final Instruments instruments;
  private final Meter meter = new Meter();
  private final StreamsLag lag = new StreamsLag();
  private final Supplier<Topology> topologies;
  private final Room room;
  private final AtomicReference<Failure> failure = new AtomicReference<>();

  /** For the next start: each needs one of its own. */
  private volatile Topology topology;

  private volatile String waitingFor;
  private volatile boolean outOfRoom;
  private volatile KafkaStreams streams;
  private volatile Instruments.Bound shown = () -> {};
  private volatile boolean closed;
  private Thread starter;

  /**
   * @param state the folder of all fields' state
   * @param instruments what it records into
   * @throws IllegalArgumentException if the plan has a form that cannot be computed
   */
  public FieldApplication(
      TopicNames names,
      KafkaSettings kafka,
      Path state,
      FieldDefinition field,
      int threads,
      Instruments instruments) {
    this.field = field;
    this.kafka = kafka;
    this.instruments = instruments;
    this.topics = FieldTopics.of(names, field);
    this.id = names.computeApplication(field);
    this.state = state.resolve(id);
    this.properties = StreamsProperties.of(kafka, id, state, threads);
    this.topologies = () -> FieldTopology.build(field, names, kafka.partitions(), meter);
    this.room = new Room(this.state);
    this.topology = topologies.get();
  }

  @Override
  public synchronized void start() {
    if (starter != null || closed) {
      throw new IllegalStateException(field.name() + " was started or closed before");
    }
    starter =
        new Thread(
            LogContext.stage("compute", field.name(), this::run),
            "everfill-compute-" + field.name());
    starter.start();
  }

  private void run() {
    waitingFor = "Kafka at " + kafka.bootstrapServers();
    try (Admin admin = Admin.create(new StreamsConfig(properties).getAdminConfigs(id))) {
      prepare(admin);
      OrphanedTransactions orphans = new OrphanedTransactions(admin, id);
      while (!closed && failure.get() == null) {
        waitingFor = null;
        work(orphans);
        if (outOfRoom) {
          stopStreams();
          room.await();
          topology = topologies.get();
          LOG.info("{} goes on: there is room for its state again", field.name());
          outOfRoom = false;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      fail(e instanceof ExecutionException ? e.getCause() : e);
    }
  }

  /** Until there is no room, or it cannot be started. */
  private void work(OrphanedTransactions orphans) throws InterruptedException {
    try {
      // Kafka Streams fails if two applications of a process make their common folder at once.
      Files.createDirectories(state.getParent());
      startStreams();
    } catch (IOException | RuntimeException e) {
      fail(e);
      return;
    }
    if (!closed) {
      orphans.watch(streams, () -> outOfRoom);
    }
  }

  private void prepare(Admin admin) throws InterruptedException, ExecutionException {
    List<String> read = new ArrayList<>(topics.sources());
    read.addAll(topics.internal());
    StartingPoint point = new StartingPoint(admin, id, read, kafka.partitions());
    while (!attempt(point)) {
      Thread.sleep(AGAIN.toMillis());
    }
  }

  private static boolean attempt(StartingPoint point)
      throws InterruptedException, ExecutionException {
    try {
      point.prepare();
      return true;
    } catch (ExecutionException e) {
      if (Failures.passing(e.getCause())) {
        return false;
      }
      throw e;
    }
  }

  private synchronized void startStreams() {
    if (closed) {
      return;
    }
    KafkaStreams created = new KafkaStreams(topology, properties);
    created.setUncaughtExceptionHandler(
        thrown -> {
          LogContext.stage("compute", field.name(), () -> fail(thrown)).run();
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    created.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.ERROR) {
            fail(new IllegalStateException("all threads of " + id + " have ended"));
          }
        });
    streams = created;
    shown = instruments.kafka(KafkaClient.COMPUTE, field.name(), created::metrics);
    created.start();
  }

  private void fail(Throwable thrown) {
    Failure found = Failures.of(thrown);
    if (outOfRoom) {
      LOG.debug("{}: after its disk was full: {}", field.name(), found.message());
    } else if (found.reason().equals(Reason.DISK_FULL.code())) {
      waitingFor = found.message() + "; waits for " + room;
      outOfRoom = true;
      LOG.warn("{} waits: {}", field.name(), waitingFor);
    } else if (failure.compareAndSet(null, found)) {
      LOG.error("{}: {}: {}", field.name(), found.reason(), found.message(), thrown);
    }
  }

  @Override
  public StageStatus status() {
    KafkaStreams current = streams;
    boolean running =
        current != null
            && failure.get() == null
            && !closed
            && current.state().isRunningOrRebalancing();
    boolean complete = meter.settledPartitions() == kafka.partitions();
    Progress progress =
        new Progress(
            field.name(),
            meter.derivedRecords(),
            -1,
            false,
            complete,
            meter.handledRecords(),
            running ? lag.of(current) : null,
            null);
    return new StageStatus(running, failure.get(), waitingFor, List.of(progress));
  }

  @Override
  public void close() {
    Thread starting;
    synchronized (this) {
      closed = true;
      starting = starter;
    }
    if (starting != null) {
      starting.interrupt();
      join(starting);
    }
    stopStreams();
  }

  private void stopStreams() {
    shown.close();
    KafkaStreams current = streams;
    if (current != null
        && !current.close(
            CloseOptions.timeout(CLOSING)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP))) {
      LOG.warn("{} has not stopped within {} s", id, CLOSING.toSeconds());
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
