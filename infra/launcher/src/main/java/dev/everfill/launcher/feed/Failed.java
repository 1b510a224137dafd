package dev.everfill.launcher.feed;

import dev.everfill.base.component.StageStatus.Failure;
import dev.everfill.base.control.FieldState;
import dev.everfill.base.status.FieldView;
import dev.everfill.base.status.Snapshot;
import java.util.Map;

/** What failed while PostgreSQL could not be told. Pure. */
final class Failed {
  private Failed() {}

  /** The same snapshot, in which these fields have failed. */
  static Snapshot over(Snapshot snapshot, Map<String, Failure> failures) {
    return snapshot.with(
        snapshot.fields().stream()
            .map(field -> failures.containsKey(field.name()) ? failed(field, failures) : field)
            .toList());
  }

  private static FieldView failed(FieldView field, Map<String, Failure> failures) {
    Failure failure = failures.get(field.name());
    return new FieldView(
        field.name(),
        FieldState.FAILED.word(),
        failure.reason(),
        false,
        field.generation(),
        field.rowsProcessed(),
        field.rowsTotal(),
        field.percent(),
        field.rowsChanged(),
        null,
        null,
        field.throttle(),
        field.paused(),
        field.pace(),
        field.quarantinedRows(),
        null,
        field.startedAt(),
        field.updatedAt(),
        field.endedAt(),
        failure.message(),
        field.stages(),
        field.verified());
  }
}
