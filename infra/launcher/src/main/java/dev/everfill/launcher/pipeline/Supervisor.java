package dev.everfill.launcher.pipeline;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.component.StageStatus.Progress;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.FieldState;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.definition.FieldDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the stages on a thread of its own: what failed, how many rows there are to settle, how
 * fast they are settled. Safe for all threads.
 */
final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final long INTERVAL_MILLIS = 300;
  private static final int LOOKS_PER_REMINDER = 7;

  private final Prepared prepared;
  private final Stages stages;
  private final Registry registry;
  private final Failures failures;
  private final Rates rates;
  private int looks; // by the watching thread alone
  private final Set<String> counted = new HashSet<>(); // by the watching thread alone
  private final Rounds rounds = new Rounds("everfill-supervisor", INTERVAL_MILLIS, this::look);

  Supervisor(Prepared prepared, Stages stages, Registry registry, Failures failures, Rates rates) {
    this.prepared = prepared;
    this.stages = stages;
    this.registry = registry;
    this.failures = failures;
    this.rates = rates;
  }

  void start() {
    rounds.start();
  }

  private void look() {
    StageStatus capture = stages.capture().status();
    StageStatus write = stages.write().status();
    rates.measure(write.progress(), System.nanoTime());
    for (FieldDefinition field : prepared.fields()) {
      failures.note(field, "capture", capture);
      failures.note(field, "compute", stages.compute(field.name()).status());
      failures.note(field, "write", write);
      count(field, capture);
    }
    if (++looks % LOOKS_PER_REMINDER == 0) {
      // Another process that started meanwhile has declared the fields to be at work.
      failures.remind();
    }
    failures.tell();
  }

  /** Once capture knows how many rows the target has, the percentage has something to go by. */
  private void count(FieldDefinition field, StageStatus capture) {
    for (Progress table : capture.progress()) {
      boolean target = table.name().equals(field.target().name().toString());
      if (target && table.total() >= 0 && counted.add(field.name() + table.exact())) {
        try {
          registry.total(FieldRef.of(field), table.total());
        } catch (RuntimeException unreachable) {
          LOG.debug("the rows of {} could not be noted", field.name(), unreachable);
        }
      }
    }
  }

  /** Notes every field that had not come to be live, unless another process goes on with them. */
  void noteInterrupted() {
    if (registry.anyRuns()) {
      return;
    }
    List<FieldStatus> statuses = registry.statuses();
    for (FieldDefinition field : prepared.fields()) {
      FieldRef ref = FieldRef.of(field);
      statuses.stream()
          .filter(s -> s.field().equals(ref) && !s.live())
          .filter(s -> s.state() != FieldState.FAILED && s.state() != FieldState.PAUSED)
          .forEach(s -> registry.interrupted(ref));
    }
  }

  @Override
  public void close() {
    rounds.close();
  }
}
