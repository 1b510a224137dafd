package dev.everfill.launcher.pipeline;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.metrics.Instruments;
import dev.everfill.base.postgres.ConnectionBudget;
import dev.everfill.base.postgres.Database;
import dev.everfill.embedded.OwnedFolder;
import dev.everfill.launcher.verify.Schedule;
import dev.everfill.launcher.verify.Verifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All stages of one pipeline in this process, from {@link #start} until {@link #close}. Goes on
 * from where an earlier process was, however that one ended. Safe for all threads.
 */
public final class Pipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
  private static final Duration STAGES_STOP_WITHIN = Duration.ofSeconds(7);

  private final Closing closing = new Closing();
  private final Instance instance = Instance.ofThisProcess();
  private final Prepared prepared;
  private final Sessions sessions;
  private final Registry registry;
  private final Failures failures;
  private final Supervisor supervisor;
  private final Heartbeat heartbeat;
  private final Overview overview;
  private final Stages stages;
  private final Verifier verifier;
  private final Optional<Schedule> schedule;

  private Pipeline(
      Prepared checked, Sessions sessions, Instruments instruments, Consumer<String> says) {
    this.sessions = sessions;
    try {
      closing.add(
          OwnedFolder.take(
              checked.config().dataDir(), "stop it, or give this pipeline another data-dir"));
      Broker broker = closing.add(broker(checked, says));
      KafkaSettings kafka = broker.settings();
      Database database =
          closing.add(
              new Database(checked.postgres(), Settings.pool(checked.config()), "everfill"));
      instruments.pool(database);
      registry = new Registry(database, checked.names());
      prepared = checked.with(registry.register(checked.fields(), kafka.partitions()));
      String cluster = new Groundwork(prepared, sessions, registry).lay(kafka, says);
      stages =
          Stages.of(
              prepared,
              sessions.budget(),
              kafka,
              LocalState.of(checked.config().dataDir(), cluster),
              instance.id(),
              instruments);
      failures = new Failures(prepared.fields(), registry);
      Rates rates = new Rates(prepared.fields());
      supervisor = new Supervisor(prepared, stages, registry, failures, rates);
      overview = new Overview(prepared, stages, rates);
      verifier = new Verifier(database, prepared.names().pipeline(), sessions::open, true);
      schedule =
          checked
              .config()
              .verify()
              .map(
                  v ->
                      new Schedule(
                          verifier, v, prepared.fields(), database, checked.names().pipeline()));
      heartbeat = new Heartbeat(instance, sessions.budget()::usage, registry, rates);
    } catch (RuntimeException failed) {
      closing.close();
      throw failed;
    }
  }

  /**
   * Creates what is missing and starts the stages. May wait for open transactions of the database,
   * and says so.
   *
   * @param sessions the budget of the process
   * @param instruments what the stages record into
   * @param says gets a line for people at each step
   * @throws EverfillException if a server fails
   */
  public static Pipeline start(
      Prepared prepared, Sessions sessions, Instruments instruments, Consumer<String> says) {
    Pipeline pipeline = new Pipeline(prepared, sessions, instruments, says);
    pipeline.stages.start();
    pipeline.supervisor.start();
    pipeline.heartbeat.start();
    pipeline.schedule.ifPresent(Schedule::start);
    return pipeline;
  }

  private static Broker broker(Prepared checked, Consumer<String> says) {
    says.accept(checked.config().kafka().isPresent() ? "using Kafka" : "starting Kafka");
    return Broker.of(checked.config());
  }

  /** As above, recorded nowhere. */
  public static Pipeline start(Prepared prepared, Sessions sessions, Consumer<String> says) {
    return start(prepared, sessions, Instruments.NONE, says);
  }

  /** What runs, in the generations that run. */
  public Prepared prepared() {
    return prepared;
  }

  /** How far each field has come, in the configuration's order. */
  public List<FieldProgress> progress() {
    return overview.of(registry.statuses());
  }

  /** As {@link #progress()}, from statuses that were read just now. From memory. */
  public List<FieldProgress> progress(List<FieldStatus> statuses) {
    return overview.of(statuses);
  }

  /** Runs short work on the control schema, in one transaction. */
  public <T> T ask(String what, Database.Work<T> work) {
    return registry.ask(what, work);
  }

  /** What the stages say of themselves. From memory. */
  public StageStatuses stages() {
    return stages.statuses();
  }

  /** Why fields have failed here, by name, whether or not PostgreSQL could be told. */
  public Map<String, StageStatus.Failure> failures() {
    return failures.byField();
  }

  /** What this process holds of the server. From memory. */
  public ConnectionBudget.Usage connections() {
    return sessions.budget().usage();
  }

  /** What capture waits for, for people; null while it does not. */
  public String waitingFor() {
    return stages.capture().status().waitingFor();
  }

  /**
   * Does nothing while every field can go on.
   *
   * @throws EverfillException with the first failure, if any field has failed
   */
  public void check() {
    failures.first().ifPresent(Pipeline::raise);
  }

  /** As {@link #check}, but lets the other fields go on: only once none can. */
  public void checkAny() {
    if (failures.all()) {
      check();
    }
  }

  private static void raise(Failures.Failure failure) {
    throw new EverfillException(failure.reason(), failure.field() + ": " + failure.message());
  }

  /** Compares fields with their SELECTs. */
  public Verifier verifier() {
    return verifier;
  }

  /** Stops everything in order; a field that was not live yet is interrupted. Harmless twice. */
  @Override
  public void close() {
    closing.once(
        () -> {
          schedule.ifPresent(Schedule::close);
          supervisor.close();
          heartbeat.close();
          stages.close(STAGES_STOP_WITHIN);
          try {
            failures.tell();
            registry.leave(instance.id());
            supervisor.noteInterrupted();
          } catch (RuntimeException failed) {
            LOG.warn("the end could not be noted: {}", failed.getMessage());
          }
        });
  }
}
