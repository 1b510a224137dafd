package dev.everfill.base.control;

import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The statement that moves partitions of one topic on, each only if its epoch and next offset are
 * still what the caller saw; alone, or as part of the statement that writes the rows. Made once:
 * rows are held while it runs. Safe for all threads.
 */
public final class AdvanceSql {
  /** The SQLSTATE by which the server says that somebody else owns a partition. */
  public static final String FENCED = "EVF01";

  private record Part(String name, Function<Advance, Long> value) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("partition", step -> (long) step.from().partition()),
          new Part("owner_epoch", step -> step.from().ownerEpoch()),
          new Part("seen_offset", step -> step.from().nextOffset()),
          new Part("next_offset", step -> step.to().nextOffset()),
          new Part("high_offset", step -> step.to().highOffset()),
          new Part("level", step -> step.to().level()),
          new Part("expected_rows", step -> step.to().expectedRows()),
          new Part("settled_rows", step -> step.to().settledRows()),
          new Part("settled_before", step -> step.to().settledBefore()),
          new Part("changed_rows", step -> step.to().changedRows()),
          new Part("quarantined_rows", step -> step.to().quarantinedRows()));

  private final String schema;

  /**
   * @param schema the control schema
   */
  public AdvanceSql(String schema) {
    this.schema = schema;
  }

  /**
   * A statement that fails with {@link #FENCED} unless all move; its commit waits for the log to be
   * flushed if the last parameter says {@code local}.
   */
  String alone() {
    return "WITH moved AS ("
        + update("a.changed_rows", "")
        + " RETURNING 1) SELECT "
        + allMoved()
        + ", pg_catalog.set_config('synchronous_commit', ?, true)";
  }

  /**
   * A CTE named {@code moved}, which adds the rows that were written to those changed before, for a
   * statement with these: {@code updated} has their ordinals among all rows that were to be
   * written, {@code tally} how many they are ({@code written}), {@code asked} how many were to be
   * ({@code rows}).
   */
  public String beside() {
    return "moved AS ("
        + update(
            "p.changed_rows + CASE WHEN (SELECT written FROM tally) = (SELECT rows FROM asked)"
                + " THEN a.until - a.before ELSE (SELECT pg_catalog.count(*) FROM updated AS u"
                + " WHERE u.ordinal > a.before AND u.ordinal <= a.until) END",
            ", before, until")
        + " RETURNING 1)";
  }

  /** An expression that fails with {@link #FENCED} unless the CTE has moved all. */
  public String allMoved() {
    return "CASE WHEN (SELECT pg_catalog.count(*) FROM moved) < ? THEN "
        + Sql.quoted(schema, "fenced")
        + "() ELSE 0 END";
  }

  private String update(String changed, String more) {
    String unnest = "pg_catalog.unnest(?::bigint[])";
    int extra = more.isEmpty() ? 0 : 2;
    return "UPDATE "
        + Sql.quoted(schema, "progress")
        + " AS p SET next_offset = a.next_offset, high_offset = a.high_offset, level = a.level,"
        + " expected_rows = a.expected_rows, settled_rows = a.settled_rows,"
        + " settled_before = a.settled_before, changed_rows = "
        + changed
        + ", quarantined_rows = a.quarantined_rows, updated_at = pg_catalog.now() FROM ROWS FROM ("
        + String.join(", ", java.util.Collections.nCopies(PARTS.size() + extra, unnest))
        + ") AS a ("
        + PARTS.stream().map(Part::name).collect(Collectors.joining(", "))
        + more
        + ") WHERE p.topic = ? AND p.partition = a.partition"
        + " AND p.owner_epoch = a.owner_epoch AND p.next_offset = a.seen_offset";
  }

  /** Binds {@link #alone}; gives the number of the next parameter. */
  static int bind(Connection connection, PreparedStatement statement, List<Advance> steps)
      throws SQLException {
    int at = bind(connection, statement, 1, steps);
    statement.setString(at++, steps.get(0).from().topic());
    return at;
  }

  private static int bind(
      Connection connection, PreparedStatement statement, int first, List<Advance> steps)
      throws SQLException {
    int at = first;
    for (Part part : PARTS) {
      Long[] values = steps.stream().map(part.value()).toArray(Long[]::new);
      statement.setArray(at++, connection.createArrayOf("int8", values));
    }
    return at;
  }

  /**
   * Binds {@link #beside} and then {@link #allMoved}; gives the number of the next parameter.
   *
   * @param first the number of the first parameter
   * @param rows how many of the statement's rows, in their order, belong to each step
   */
  public static int bind(
      Connection connection,
      PreparedStatement statement,
      int first,
      List<Advance> steps,
      List<Integer> rows)
      throws SQLException {
    Long[] before = new Long[rows.size()];
    Long[] until = new Long[rows.size()];
    long ordinal = 0;
    for (int i = 0; i < before.length; i++) {
      before[i] = ordinal;
      ordinal += rows.get(i);
      until[i] = ordinal;
    }
    int at = bind(connection, statement, first, steps);
    statement.setArray(at++, connection.createArrayOf("int8", before));
    statement.setArray(at++, connection.createArrayOf("int8", until));
    statement.setString(at++, steps.get(0).from().topic());
    statement.setInt(at++, steps.size());
    return at;
  }
}
