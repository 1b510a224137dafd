package dev.everfill.ops;

import dev.everfill.base.status.FieldView;
import dev.everfill.base.status.SlotView;
import dev.everfill.base.status.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Whether everything that the pipeline fills may be read: it has started, nothing troubles it, no
 * change may have been missed, no field has failed and every field is ready. Pure.
 */
public final class Readiness {
  /** A snapshot older than this says nothing about now. */
  static final Duration STALE = Duration.ofSeconds(15);

  private Readiness() {}

  /**
   * One thing that keeps it from being ready.
   *
   * @param field null if it concerns the whole pipeline
   * @param reason a code
   * @param message in words
   */
  public record Cause(String field, String reason, String message) {}

  /** Everything that is missing; empty if it is ready. */
  public static List<Cause> missing(Snapshot snapshot, Instant now) {
    List<Cause> causes = new ArrayList<>();
    if (!snapshot.started()) {
      causes.add(new Cause(null, "starting", "the stages have not been started yet"));
    }
    if (snapshot.trouble() != null) {
      causes.add(new Cause(null, snapshot.trouble().reason(), snapshot.trouble().message()));
    }
    if (Duration.between(snapshot.at(), now).compareTo(STALE) > 0) {
      causes.add(new Cause(null, "stale", "nothing has been heard since " + snapshot.at()));
    }
    if (lost(snapshot.slot())) {
      String message = "changes may have been missed: the slot is " + snapshot.slot().status();
      causes.add(new Cause(null, "slot_lost", message));
    }
    if (snapshot.fields().isEmpty()) {
      causes.add(new Cause(null, "no_fields", "no field is known yet"));
    }
    snapshot.fields().stream()
        .map(Readiness::missing)
        .filter(Objects::nonNull)
        .forEach(causes::add);
    return List.copyOf(causes);
  }

  private static boolean lost(SlotView slot) {
    return slot != null && (slot.status().equals("lost") || slot.status().equals("missing"));
  }

  private static Cause missing(FieldView field) {
    if (field.state().equals("failed")) {
      String reason = field.reason() == null ? "failed" : field.reason();
      String message = field.error() == null ? "the field has failed" : field.error();
      return new Cause(field.name(), reason, message);
    }
    if (!field.ready()) {
      return new Cause(field.name(), "not_ready", "the field is " + field.state());
    }
    return null;
  }
}
