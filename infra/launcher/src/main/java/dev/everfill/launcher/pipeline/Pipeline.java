package dev.everfill.launcher.pipeline;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.metrics.Instruments;
import dev.everfill.base.postgres.ConnectionBudget;
import dev.everfill.base.postgres.Database;
import dev.everfill.base.status.SlotView;
import dev.everfill.embedded.OwnedFolder;
import dev.everfill.launcher.verify.Verifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All stages of one pipeline in this process, from {@link #start} until {@link #close}. Goes on
 * from where an earlier process was, however that one ended. Safe for all threads.
 */
public final class Pipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private static final long NOTED_WITHIN_MILLIS = 1_500;

  private final Closing closing = new Closing();
  private final Instance instance = Instance.ofThisProcess();
  private final Ground ground;
  private final Heartbeat heartbeat;
  private final Renewal renewal;
  private final EpochWatch watch;
  private volatile Shift shift;
  private boolean closed; // guarded by this

  private Pipeline(
      Prepared checked,
      Sessions sessions,
      Set<Role> roles,
      Instruments instruments,
      Consumer<String> says) {
    try {
      closing.add(
          OwnedFolder.take(
              checked.config().dataDir(), "stop it, or give this pipeline another data-dir"));
      Broker broker = closing.add(broker(checked, says));
      Database database =
          closing.add(
              new Database(
                  checked.postgres(),
                  Settings.pool(checked.config()),
                  checked.config().name() + " pool"));
      Registry registry = new Registry(database, checked.names());
      registry.migrate();
      instruments.pool(database);
      Epochs epochs = new Epochs(database, checked.config().name());
      Verifier verifier =
          new Verifier(database, checked.config().name(), sessions::open, Role.whole(roles));
      ground =
          new Ground(
              sessions,
              registry,
              epochs,
              roles,
              broker.settings(),
              instance,
              instruments,
              database,
              verifier);
      renewal = new Renewal(ground, says);
      shift = renewal.first(checked);
      watch = new EpochWatch(epochs, new Following());
      heartbeat = new Heartbeat(instance, sessions.budget()::usage, registry, () -> shift.rates());
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
   * @param roles what this process runs, at least one
   * @param instruments what the stages record into
   * @param says gets a line for people at each step
   * @throws EverfillException if a server fails
   */
  public static Pipeline start(
      Prepared prepared,
      Sessions sessions,
      Set<Role> roles,
      Instruments instruments,
      Consumer<String> says) {
    Pipeline pipeline = new Pipeline(prepared, sessions, roles, instruments, says);
    pipeline.shift.start();
    pipeline.heartbeat.start();
    pipeline.watch.start();
    return pipeline;
  }

  private static Broker broker(Prepared checked, Consumer<String> says) {
    says.accept(checked.config().kafka().isPresent() ? "using Kafka" : "starting Kafka");
    return Broker.of(checked.config());
  }

  /** What is done when a resync was asked for, on the thread that watches. */
  private final class Following implements EpochWatch.Pipelined {
    @Override
    public String epoch() {
      return shift.epoch();
    }

    @Override
    public void renew() throws InterruptedException {
      Shift ended = shift;
      LOG.info("The tables are to be read again: the stages stop.");
      ended.close();
      ended.failures().forget();
      follow(renewal.next(ended));
    }

    @Override
    public void noteDone() {
      List<String> fields = prepared().fields().stream().map(FieldDefinition::name).toList();
      if (ground.epochs().done(instance.id(), fields)) {
        LOG.info("The tables have been read again and every field is live.");
        shift.sweep();
      }
    }
  }

  private synchronized void follow(Shift next) {
    if (closed) {
      next.close();
      return;
    }
    shift = next;
    next.start();
  }

  /** What runs, in the generations that run; others after the tables were read again. */
  public Prepared prepared() {
    return shift.prepared();
  }

  /** How far each field has come, in the configuration's order. */
  public List<FieldProgress> progress() {
    return shift.progress();
  }

  /** What a stage of this process waits for, for people; null while none does. */
  public String waitingFor() {
    return stages().waitingFor();
  }

  /** As {@link #progress()}, from statuses that were read just now. From memory. */
  public List<FieldProgress> progress(List<FieldStatus> statuses) {
    return shift.progress(statuses);
  }

  /** Runs short work on the control schema, in one transaction. */
  public <T> T ask(String what, Database.Work<T> work) {
    return ground.registry().ask(what, work);
  }

  /** What the stages say of themselves. From memory. */
  public StageStatuses stages() {
    return shift.stages().statuses();
  }

  /** Why fields have failed here, by name, whether or not PostgreSQL could be told. */
  public Map<String, StageStatus.Failure> failures() {
    return shift.failures().byField();
  }

  /** The slot, as the capture of this process has last seen it; null before. From memory. */
  public SlotView slot() {
    return shift.stages().slot();
  }

  /** As {@link #failures}, but each reason once and no more; empty while all can go on. */
  public List<Reason> reasons() {
    return shift.failures().reasons();
  }

  /** What this process holds of the server. From memory. */
  public ConnectionBudget.Usage connections() {
    return ground.sessions().budget().usage();
  }

  /**
   * Does nothing while every field can go on.
   *
   * @throws EverfillException with the first failure, if any field has failed
   */
  public void check() {
    shift.failures().first().ifPresent(Pipeline::raise);
  }

  private static void raise(Failures.Failure failure) {
    throw new EverfillException(failure.reason(), failure.field() + ": " + failure.message());
  }

  /** Compares fields with their SELECTs. */
  public Verifier verifier() {
    return ground.verifier();
  }

  /** Stops everything in order; a field that was not live yet is interrupted. Harmless twice. */
  @Override
  public void close() {
    closing.once(
        () -> {
          watch.close();
          heartbeat.close();
          last().close();
          noteEnd();
        });
  }

  /** After which none follows. */
  private synchronized Shift last() {
    closed = true;
    return shift;
  }

  /** In vain while the server is away, so nobody waits for it any longer. */
  private void noteEnd() {
    Thread notes =
        new Thread(
            () -> {
              leave();
              shift.noteEnd();
            },
            "everfill-end");
    notes.setDaemon(true);
    notes.start();
    try {
      notes.join(NOTED_WITHIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void leave() {
    try {
      ground.registry().leave(instance.id());
    } catch (RuntimeException failed) {
      LOG.warn("it could not be noted that this process stops: {}", failed.getMessage());
    }
  }
}
