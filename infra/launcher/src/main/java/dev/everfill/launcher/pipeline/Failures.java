package dev.everfill.launcher.pipeline;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.error.Reason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

  /** Of the first field in the configuration's order that has failed. */
  Optional<Failure> first() {
    return fields.stream()
        .map(field -> failures.get(field.name()))
        .filter(Objects::nonNull)
        .findFirst();
  }

  boolean all() {
    return failures.size() == fields.size();
  }
}
