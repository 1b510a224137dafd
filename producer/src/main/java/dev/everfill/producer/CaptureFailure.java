package dev.everfill.producer;

import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.postgres.SqlStates;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;

/** Sorts what ended a session: who must act. */
record CaptureFailure(Reason reason, String message, boolean lasting) {
  private static final Set<Reason> LASTING =
      EnumSet.of(
          Reason.CONFIGURATION_INVALID,
          Reason.PERMISSION_DENIED,
          Reason.SCHEMA_CHANGED,
          Reason.SLOT_LOST,
          Reason.SLOT_GAP,
          Reason.SYSTEM_CHANGED,
          Reason.CHANGES_MISSED,
          Reason.TOPIC_RECREATED);

  static CaptureFailure of(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof EverfillException known) {
        return of(known.reason(), known.getMessage());
      }
      if (at instanceof PartitionsChanged) {
        return new CaptureFailure(Reason.SCHEMA_CHANGED, at.getMessage(), false);
      }
      if (at instanceof Overtaken) {
        return new CaptureFailure(Reason.SERVER_UNREACHABLE, at.getMessage(), false);
      }
      if (at instanceof ProducerFencedException || at instanceof InvalidProducerEpochException) {
        return of(Reason.FENCED, "another capture of this pipeline has taken over");
      }
      if (at instanceof AuthorizationException) {
        return of(Reason.PERMISSION_DENIED, "Kafka: " + at.getMessage());
      }
      if (at instanceof RecordTooLargeException) {
        return new CaptureFailure(Reason.CONFIGURATION_INVALID, "Kafka: " + at.getMessage(), true);
      }
      if (at instanceof RetriableException) {
        return of(Reason.SERVER_UNREACHABLE, "Kafka: " + at.getMessage());
      }
    }
    String state = SqlStates.of(thrown);
    if (state.equals("42501") || state.startsWith("28")) {
      return of(Reason.PERMISSION_DENIED, SqlStates.message(thrown));
    }
    if (state.equals("42P01") || state.equals("42703")) {
      return of(Reason.SCHEMA_CHANGED, SqlStates.message(thrown));
    }
    if (SqlStates.unreachable(state)) {
      return of(Reason.SERVER_UNREACHABLE, "PostgreSQL: " + SqlStates.message(thrown));
    }
    if (state.startsWith("53")) {
      return of(Reason.DISK_FULL, "PostgreSQL: " + SqlStates.message(thrown));
    }
    return of(Reason.INTERNAL, root(thrown));
  }

  private static CaptureFailure of(Reason reason, String message) {
    return new CaptureFailure(reason, message, LASTING.contains(reason));
  }

  private static String root(Throwable thrown) {
    Throwable at = thrown;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return at.getMessage() == null ? at.toString() : at.getMessage();
  }
}
