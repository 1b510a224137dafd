package dev.everfill.launcher.pipeline;

import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.launcher.verify.Schedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stages of a pipeline in this process, from one start to their stop. A pipeline that reads its
 * tables again ends one shift and begins the next. Safe for all threads.
 */
final class Shift implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shift.class);
  private static final Duration STAGES_STOP_WITHIN = Duration.ofSeconds(6);

  private final Closing closing = new Closing();
  private final String epoch;
  private final KafkaSettings kafka;
  private final Prepared prepared;
  private final Registry registry;
  private final Failures failures;
  private final Supervisor supervisor;
  private final Overview overview;
  private final Rates rates;
  private final Stages stages;
  private final Optional<Schedule> schedule;

  /**
   * Gives the fields their generations and creates what is missing; starts nothing. May wait for
   * open transactions of the database.
   *
   * @param epoch of the pipeline
   * @param says gets a line for people at each step
   */
  Shift(Prepared checked, Ground ground, String epoch, Consumer<String> says) {
    this.epoch = epoch;
    kafka = ground.kafka();
    registry = ground.registry();
    prepared = checked.with(registry.register(checked.fields(), kafka.partitions()));
    Path folder = checked.config().dataDir();
    Path state = folder;
    if (Role.anyStage(ground.roles())) {
      String cluster = new Groundwork(prepared, registry).lay(kafka, says);
      LocalState.deleteOthers(folder, cluster, epoch);
      state = LocalState.of(folder, cluster, epoch);
    }
    stages = new StageMaker(prepared, ground).stages(state, epoch);
    failures = new Failures(prepared.fields(), registry);
    rates = new Rates(prepared.fields());
    supervisor = new Supervisor(prepared, stages, registry, failures, rates);
    overview = new Overview(prepared, stages, rates);
    schedule =
        checked
            .config()
            .verify()
            .map(
                v ->
                    new Schedule(
                        ground.verifier(),
                        v,
                        prepared.fields(),
                        ground.database(),
                        prepared.names().pipeline()));
  }

  void start() {
    stages.start();
    supervisor.start();
    schedule.ifPresent(Schedule::start);
  }

  String epoch() {
    return epoch;
  }

  Prepared prepared() {
    return prepared;
  }

  Stages stages() {
    return stages;
  }

  Failures failures() {
    return failures;
  }

  Rates rates() {
    return rates;
  }

  List<FieldProgress> progress() {
    return progress(registry.statuses());
  }

  List<FieldProgress> progress(List<FieldStatus> statuses) {
    return overview.of(statuses);
  }

  /** Removes what earlier generations may have left in Kafka; says so where it cannot. */
  void sweep() {
    try {
      Sweep.old(prepared, kafka);
    } catch (RuntimeException failed) {
      LOG.warn("topics of earlier generations may be left in Kafka: {}", failed.getMessage());
    }
  }

  /** Notes what became of the fields, where the server answers. */
  void noteEnd() {
    try {
      failures.tell();
      supervisor.noteInterrupted();
    } catch (RuntimeException failed) {
      LOG.warn("the end could not be noted: {}", failed.getMessage());
    }
  }

  /** Stops the stages in order. Harmless twice. */
  @Override
  public void close() {
    closing.once(
        () -> {
          schedule.ifPresent(Schedule::close);
          supervisor.close();
          stages.close(STAGES_STOP_WITHIN);
        });
  }
}
