package dev.everfill.launcher.pipeline;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.error.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which fields have failed, and why: here and in the control schema. A field's computation fails
 * that field alone, capture and write fail all. Safe for all threads.
 */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  /** Why a field has failed. */
  record Failure(String field, Reason reason, String message) {}

  private final List<FieldDefinition> fields;
  private final Registry registry;
  private final Map<String, Failure> failures = new ConcurrentHashMap<>();

  /** Fields whose failure PostgreSQL has not been told yet: it may itself be away. */
  private final Set<String> untold = ConcurrentHashMap.newKeySet();

  Failures(List<FieldDefinition> fields, Registry registry) {
    this.fields = fields;
    this.registry = registry;
  }

  /** Notes the failure of a stage, if it is the first that this field suffers. */
  void note(FieldDefinition field, String stage, StageStatus status) {
    if (status.failure() == null || failures.containsKey(field.name())) {
      return;
    }
    StageStatus.Failure failure = status.failure();
    String message = stage + " failed: " + failure.message();
    failures.put(field.name(), new Failure(field.name(), reason(failure.reason()), message));
    untold.add(field.name());
    LOG.error("{}: {} ({})", field.name(), message, failure.reason());
  }

  /** Lets everything be stored once more; where it is so already nothing happens. */
  void remind() {
    untold.addAll(failures.keySet());
  }

  /** Stores what has not been stored yet; to be called now and then. */
  void tell() {
    fields.stream().filter(field -> untold.contains(field.name())).forEach(this::tell);
  }

  private void tell(FieldDefinition field) {
    Failure failure = failures.get(field.name());
    try {
      registry.failed(FieldRef.of(field), failure.reason().code(), failure.message());
      untold.remove(field.name());
    } catch (RuntimeException unreachable) {
      LOG.debug("the failure of {} is not noted yet", field.name(), unreachable);
    }
  }

  private static Reason reason(String code) {
    return Reason.of(code).orElse(Reason.INTERNAL);
  }

  /** Of the first field in the configuration's order that has failed. */
  Optional<Failure> first() {
    return fields.stream()
        .map(field -> failures.get(field.name()))
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** By the field's name. */
  Map<String, StageStatus.Failure> byField() {
    Map<String, StageStatus.Failure> all = new HashMap<>();
    failures.forEach(
        (field, one) ->
            all.put(field, new StageStatus.Failure(one.reason().code(), one.message())));
    return all;
  }

  /** Notes that no field can go on, in the place of whatever was noted before. */
  void all(Reason reason, String message) {
    fields.forEach(f -> failures.put(f.name(), new Failure(f.name(), reason, message)));
  }

  /** Forgets them all: the stages that failed are stopped, and others begin. */
  void forget() {
    failures.clear();
    untold.clear();
  }

  /** Each once. */
  List<Reason> reasons() {
    return failures.values().stream().map(Failure::reason).distinct().sorted().toList();
  }
}
