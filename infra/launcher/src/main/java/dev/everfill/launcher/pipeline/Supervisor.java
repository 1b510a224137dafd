package dev.everfill.launcher.pipeline;

import dev.everfill.base.component.Stage;
import dev.everfill.base.component.StageStatus;
import dev.everfill.base.component.StageStatus.Progress;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.FieldState;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Plans;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.error.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the stages on a thread of its own and notes in the control schema what failed: a field's
 * computation fails that field alone, capture and write fail all. Safe for all threads.
 */
final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final long INTERVAL_MILLIS = 300;

  /** Why a field has failed. */
  record Failure(String field, Reason reason, String message) {}

  private final Prepared prepared;
  private final Stages stages;
  private final Registry registry;
  private final Map<String, Failure> failures = new ConcurrentHashMap<>();
  private final Set<String> counted = new HashSet<>(); // by the watching thread alone
  private final Thread thread = new Thread(this::watch, "everfill-supervisor");

  Supervisor(Prepared prepared, Stages stages, Registry registry) {
    this.prepared = prepared;
    this.stages = stages;
    this.registry = registry;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        look();
        Thread.sleep(INTERVAL_MILLIS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    StageStatus capture = stages.capture().status();
    StageStatus write = stages.write().status();
    for (FieldDefinition field : prepared.fields()) {
      note(field, "capture", capture);
      note(field, "compute", stages.compute().get(field.name()).status());
      note(field, "write", write);
      count(field, capture);
    }
  }

  private void note(FieldDefinition field, String stage, StageStatus status) {
    if (status.failure() == null || failures.containsKey(field.name())) {
      return;
    }
    StageStatus.Failure failure = status.failure();
    String message = stage + " failed: " + failure.message();
    failures.put(field.name(), new Failure(field.name(), reason(failure.reason()), message));
    LOG.error("{}: {} ({})", field.name(), message, failure.reason());
    try {
      registry.failed(FieldRef.of(field), failure.reason(), message);
    } catch (RuntimeException unreachable) {
      LOG.warn("the failure of {} could not be noted: {}", field.name(), unreachable.getMessage());
    }
  }

  private static Reason reason(String code) {
    for (Reason reason : Reason.values()) {
      if (reason.code().equals(code)) {
        return reason;
      }
    }
    return Reason.INTERNAL;
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

  Optional<Failure> firstFailure() {
    return prepared.fields().stream()
        .map(field -> failures.get(field.name()))
        .filter(java.util.Objects::nonNull)
        .findFirst();
  }

  boolean allFailed() {
    return failures.size() == prepared.fields().size();
  }

  String waitingFor() {
    return stages.capture().status().waitingFor();
  }

  List<FieldProgress> progress(List<FieldStatus> statuses) {
    StageStatus capture = stages.capture().status();
    StageStatus write = stages.write().status();
    List<FieldProgress> all = new ArrayList<>();
    for (FieldDefinition field : prepared.fields()) {
      Stage compute = stages.compute().get(field.name());
      statuses.stream()
          .filter(status -> status.field().equals(FieldRef.of(field)))
          .map(
              status ->
                  new FieldProgress(
                      status,
                      sum(field.name(), capture, tables(field)),
                      sum(field.name(), compute.status(), Set.of(field.name())),
                      sum(field.name(), write, Set.of(field.name()))))
          .forEach(all::add);
    }
    return all;
  }

  private static Set<String> tables(FieldDefinition field) {
    Set<String> tables = new TreeSet<>();
    tables.add(field.target().name().toString());
    Plans.scans(field.plan()).stream()
        .map(scan -> scan.table().name())
        .map(TableName::toString)
        .forEach(tables::add);
    return tables;
  }

  private static Progress sum(String name, StageStatus status, Set<String> parts) {
    List<Progress> of = status.progress().stream().filter(p -> parts.contains(p.name())).toList();
    boolean known = !of.isEmpty() && of.stream().allMatch(p -> p.total() >= 0);
    return new Progress(
        name,
        of.stream().mapToLong(Progress::done).sum(),
        known ? of.stream().mapToLong(Progress::total).sum() : -1,
        of.stream().allMatch(Progress::exact),
        !of.isEmpty() && of.stream().allMatch(Progress::complete),
        of.stream().mapToLong(Progress::handled).sum());
  }

  /** Notes every field that had not come to be live. */
  void noteInterrupted() {
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
    thread.interrupt();
    try {
      thread.join(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
