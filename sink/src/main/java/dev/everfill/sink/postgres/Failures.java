package dev.everfill.sink.postgres;

import dev.everfill.base.control.AdvanceSql;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.error.Reason;
import dev.everfill.base.postgres.SqlStates;
import dev.everfill.sink.postgres.WriteFailure.Kind;
import java.sql.SQLException;

/** Sorts what PostgreSQL refuses by who must act; the SQLSTATE decides. */
final class Failures {
  private Failures() {}

  /**
   * @param field whose rows or state it is about; null if it is about all of them
   */
  static WriteFailure sort(FieldDefinition field, Exception failed) {
    String state = SqlStates.of(failed);
    if (state.equals(AdvanceSql.FENCED)) {
      return fenced(field);
    }
    if (failed instanceof RuntimeException && !SqlStates.fromDatabase(failed)) {
      return failure(Kind.FIELD, Reason.INTERNAL, "", failed.toString(), failed);
    }
    if (state.isEmpty() || SqlStates.retryable(state)) {
      Reason reason = state.startsWith("53") ? Reason.DISK_FULL : Reason.SERVER_UNREACHABLE;
      return failure(Kind.RETRY, reason, state, "PostgreSQL: " + message(failed), failed);
    }
    if (SqlStates.refusesData(state)) {
      return failure(Kind.ROW, Reason.VALUE_REFUSED, state, message(failed), failed);
    }
    return configuration(field, state, failed);
  }

  private static WriteFailure configuration(FieldDefinition field, String state, Exception failed) {
    String where = (field == null ? "" : field.name() + ": ") + SqlStates.message(failed);
    if (state.equals("42501")) {
      return failure(
          Kind.FIELD,
          Reason.PERMISSION_DENIED,
          state,
          where + "; grant what `plan` lists and start again",
          failed);
    }
    if (field != null && (state.startsWith("42") || state.startsWith("3F"))) {
      return failure(
          Kind.FIELD,
          Reason.SCHEMA_CHANGED,
          state,
          where + "; table " + field.target().name() + " is not as the definition found it",
          failed);
    }
    return failure(Kind.FIELD, Reason.INTERNAL, state, where + " (" + state + ")", failed);
  }

  /** The server's words; its details are left out, since they show columns that are not ours. */
  private static String message(Exception failed) {
    String said = SqlStates.message(failed);
    int details = said.indexOf("\n  ");
    return details < 0 ? said : said.substring(0, details);
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

  /** Somebody else owns a partition, or these records have been written already. */
  static WriteFailure fenced(FieldDefinition field) {
    return failure(Kind.FENCED, Reason.FENCED, "", "somebody else writes " + field.name(), null);
  }

  private static WriteFailure failure(
      Kind kind, Reason reason, String state, String message, Throwable cause) {
    return new WriteFailure(kind, reason, state, message, cause);
  }
}
