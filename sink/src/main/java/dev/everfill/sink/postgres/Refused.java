package dev.everfill.sink.postgres;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.error.Reason;
import dev.everfill.base.postgres.SqlStates;
import dev.everfill.sink.coalesce.Pending;
import dev.everfill.sink.postgres.WriteFailure.Kind;
import java.sql.SQLException;
import java.util.List;

/** Sorts what PostgreSQL refuses by who must act, and finds the row that it refuses. */
final class Refused {
  private final FieldDefinition field;
  private final Trial trial;

  /** Writes rows and rolls back. */
  interface Trial {
    boolean of(List<Pending> rows) throws WriteFailure;
  }

  Refused(FieldDefinition field, Trial trial) {
    this.field = field;
    this.trial = trial;
  }

  /** A value, or what a constraint or a trigger makes of it. */
  static boolean isValue(WriteFailure failure) {
    return failure.reason() == Reason.VALUE_REFUSED;
  }

  static WriteFailure sort(FieldDefinition field, Exception failed) {
    String state = SqlStates.of(failed);
    String message = SqlStates.message(failed);
    if (failed instanceof RuntimeException && !SqlStates.fromDatabase(failed)) {
      return failure(Kind.FIELD, Reason.INTERNAL, "", failed.toString(), failed);
    }
    if (state.isEmpty() || SqlStates.retryable(state)) {
      Reason reason = state.startsWith("53") ? Reason.DISK_FULL : Reason.SERVER_UNREACHABLE;
      return failure(Kind.RETRY, reason, state, "PostgreSQL: " + message, failed);
    }
    String where = field.name() + ": " + message;
    if (state.equals("42501")) {
      return failure(
          Kind.FIELD,
          Reason.PERMISSION_DENIED,
          state,
          where + "; grant what `plan` lists and start again",
          failed);
    }
    if (state.startsWith("42") || state.startsWith("3F")) {
      return failure(
          Kind.FIELD,
          Reason.SCHEMA_CHANGED,
          state,
          where + "; table " + field.target().name() + " is not as the definition found it",
          failed);
    }
    if (state.startsWith("22")
        || state.startsWith("23")
        || state.startsWith("27")
        || state.startsWith("P0")) {
      return failure(Kind.FIELD, Reason.VALUE_REFUSED, state, where, failed);
    }
    return failure(Kind.FIELD, Reason.INTERNAL, state, where + " (" + state + ")", failed);
  }

  /** The server cannot be reached, or lets nobody in: it may later. */
  static WriteFailure unreachable(SQLException failed) {
    return failure(
        Kind.RETRY,
        Reason.SERVER_UNREACHABLE,
        SqlStates.of(failed),
        "PostgreSQL: " + SqlStates.message(failed),
        failed);
  }

  /**
   * @param failure what writing all of the rows came to
   * @return the failure that names a key, or a retry if the row is refused no more
   */
  WriteFailure among(List<Pending> rows, WriteFailure failure) {
    List<Pending> suspects = rows;
    WriteFailure last = failure;
    while (suspects.size() > 1) {
      List<Pending> half = suspects.subList(0, suspects.size() / 2);
      WriteFailure found = tried(half);
      if (found != null && !isValue(found)) {
        return found;
      }
      suspects = found != null ? half : suspects.subList(half.size(), suspects.size());
      last = found != null ? found : last;
    }
    WriteFailure alone = tried(suspects);
    if (alone == null) {
      return failure(Kind.RETRY, Reason.VALUE_REFUSED, last.sqlState(), last.getMessage(), last);
    }
    return isValue(alone) ? named(suspects.get(0), alone) : alone;
  }

  private WriteFailure tried(List<Pending> rows) {
    try {
      trial.of(rows);
      return null;
    } catch (WriteFailure refused) {
      return refused;
    }
  }

  private WriteFailure named(Pending row, WriteFailure failure) {
    String message =
        failure.getMessage()
            + "; the row of "
            + field.target().name()
            + " with key "
            + row.key().values();
    return failure(Kind.FIELD, Reason.VALUE_REFUSED, failure.sqlState(), message, failure);
  }

  private static WriteFailure failure(
      Kind kind, Reason reason, String state, String message, Throwable cause) {
    return new WriteFailure(kind, reason, state, message, cause);
  }
}
