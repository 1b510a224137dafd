package dev.everfill.base.definition.field;

import dev.everfill.base.definition.TableName;
import dev.everfill.base.definition.catalog.Catalog;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Turns PostgreSQL's refusal of a SELECT into a problem with its place and a way out. */
final class ServerMessage {
  private static final String NOT_ONE_QUERY = "42P11";
  private static final String NO_TABLE = "42P01";
  private static final String NO_PRIVILEGE = "42501";
  private static final String CANCELLED = "57014";

  private final Catalog catalog;
  private final String user;

  ServerMessage(Catalog catalog, String user) {
    this.catalog = catalog;
    this.user = user;
  }

  /** Whether the text is to blame and not the server or the connection. */
  static boolean concernsText(SQLException e) {
    String state = e.getSQLState();
    boolean outside =
        state == null
            || state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("58")
            || state.startsWith("XX")
            || (state.startsWith("57") && !state.equals(CANCELLED));
    return !outside && e instanceof PSQLException p && p.getServerErrorMessage() != null;
  }

  /** To be called when the transaction is usable again. */
  void report(SQLException e, String select, Findings findings) throws SQLException {
    ServerErrorMessage error = ((PSQLException) e).getServerErrorMessage();
    String message = error.getMessage();
    if (NOT_ONE_QUERY.equals(error.getSQLState())) {
      findings.select(
          "the text must be exactly one SELECT (" + message + ")",
          "leave only the SELECT; a semicolon is allowed at its end only");
      return;
    }
    if (error.getDetail() != null) {
      message += " (" + error.getDetail() + ")";
    }
    String where = place(error, select);
    String remedy = remedy(error);
    if (where.isEmpty()) {
      findings.select(message, remedy);
    } else {
      findings.selectAt(where, message, remedy);
    }
  }

  /** {@code line 2 column 5}, from 1; empty if PostgreSQL names no place. */
  private static String place(ServerErrorMessage error, String select) {
    String query = error.getInternalQuery();
    int position = error.getInternalPosition();
    if (query == null || position < 1 || !query.endsWith(select)) {
      return "";
    }
    int before = query.codePointCount(0, query.length() - select.length());
    int offset = position - 1 - before;
    if (offset < 0) {
      return "";
    }
    int end =
        select.offsetByCodePoints(0, Math.min(offset, select.codePointCount(0, select.length())));
    String head = select.substring(0, end);
    int line = 1 + (int) head.chars().filter(c -> c == '\n').count();
    int column = 1 + head.codePointCount(head.lastIndexOf('\n') + 1, head.length());
    return "line " + line + " column " + column;
  }

  private String remedy(ServerErrorMessage error) throws SQLException {
    if (error.getHint() != null) {
      return error.getHint();
    }
    String state = String.valueOf(error.getSQLState());
    return switch (state) {
      case NO_TABLE -> missing(lastWord(error.getMessage(), '"'));
      case NO_PRIVILEGE -> grant(lastWord(error.getMessage(), ' '));
      case CANCELLED -> "the server did not answer in time; look for locks on the tables";
      default -> "correct the SELECT: PostgreSQL must be able to run it as it stands";
    };
  }

  private String missing(String name) throws SQLException {
    return TableNames.near(catalog, name)
        .map(near -> "did you mean " + near + "?")
        .orElse("create the table, or name an existing one with its schema");
  }

  private String grant(String table) throws SQLException {
    List<TableName> named =
        catalog.tableNames().stream().filter(t -> t.table().equals(table)).toList();
    String on = named.isEmpty() ? "the table" : Identifier.of(named.get(0));
    return "GRANT SELECT ON " + on + " TO " + Identifier.of(user);
  }

  /** Whatever the language of the message, the object's name is quoted or comes last. */
  private static String lastWord(String message, char separator) {
    if (separator == '"') {
      int end = message.lastIndexOf('"');
      int start = end < 1 ? -1 : message.lastIndexOf('"', end - 1);
      return start < 0 ? "" : message.substring(start + 1, end);
    }
    return message.substring(message.lastIndexOf(separator) + 1);
  }
}
