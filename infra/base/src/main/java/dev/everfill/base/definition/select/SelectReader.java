package dev.everfill.base.definition.select;

import dev.everfill.base.definition.SupportedFunctions;
import dev.everfill.base.definition.catalog.Catalog;
import dev.everfill.base.definition.tree.Node;
import dev.everfill.base.definition.tree.NodeTree;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one SELECT in the transaction that is open on a connection, and leaves temporary views
 * behind in it: roll back. For one thread.
 */
public final class SelectReader {
  private static final Refusal UNREADABLE =
      new Refusal(
          "Everfill cannot read this SELECT exactly: its own reading, given back to PostgreSQL, says"
              + " something else",
          "write it in a simpler way, part by part; " + Refusal.SUPPORTED);

  private final Catalog catalog;
  private final SupportedFunctions functions;
  private final TemporaryViews views;

  /** Over a connection with an open transaction. */
  public SelectReader(Connection connection, Catalog catalog, SupportedFunctions functions) {
    this.catalog = catalog;
    this.functions = functions;
    this.views = new TemporaryViews(connection);
  }

  /** What came of it: a reading, or refusals. */
  public sealed interface Result {}

  /** The SELECT was understood. */
  public record Understood(Reading reading) implements Result {}

  /** The SELECT says what is not supported; never empty. */
  public record Refused(List<Refusal> refusals) implements Result {
    public Refused {
      refusals = List.copyOf(refusals);
    }
  }

  /**
   * Reads the text.
   *
   * @throws SQLException where PostgreSQL does not accept it
   */
  public Result read(String select) throws SQLException {
    TemporaryViews.View view = views.create("everfill_select", select);
    QueryReader reader;
    try {
      Node.Items queries = (Node.Items) NodeTree.parse(view.tree());
      reader = new QueryReader(catalog, functions, (Node.Struct) queries.items().get(0));
      reader.read();
    } catch (IllegalArgumentException e) {
      return new Refused(List.of(notUnderstood(e)));
    }
    List<Refusal> refusals = new ArrayList<>(reader.refusals());
    if (refusals.isEmpty()) {
      FrozenClock.check(select, reader.reading().plan(), refusals);
    }
    if (!refusals.isEmpty()) {
      return new Refused(refusals.stream().distinct().toList());
    }
    return same(view, reader) ? new Understood(reader.reading()) : new Refused(List.of(UNREADABLE));
  }

  /** The guard: PostgreSQL prints what it understood of both texts; they must be equal. */
  private boolean same(TemporaryViews.View view, QueryReader reader) throws SQLException {
    PlanRenderer renderer = new PlanRenderer(reader.spelling(), this::collation);
    try {
      String rendered = renderer.render(reader.reading().plan());
      String understood = views.create("everfill_plan", rendered).definition();
      return understood.equals(view.definition()) || understood.equals(settled(view));
    } catch (IllegalArgumentException e) {
      return false;
    } catch (SQLException e) {
      if (e.getSQLState() != null && e.getSQLState().startsWith("42")) {
        return false;
      }
      throw e;
    }
  }

  /**
   * What PostgreSQL prints, read and printed once more: {@code (a AND b) AND c}, as BETWEEN leaves
   * it, becomes {@code a AND b AND c}, which no text can avoid.
   */
  private String settled(TemporaryViews.View view) throws SQLException {
    return views.create("everfill_settled", view.definition()).definition();
  }

  private String collation(long oid) {
    try {
      return catalog.collation(oid).sqlName();
    } catch (SQLException e) {
      throw new IllegalArgumentException("unknown collation " + oid, e);
    }
  }

  private static Refusal notUnderstood(IllegalArgumentException e) {
    return new Refusal(
        "Everfill cannot read what PostgreSQL made of this SELECT (" + e.getMessage() + ")",
        Refusal.SUPPORTED);
  }
}
