package dev.everfill.base.definition.catalog;

import dev.everfill.base.definition.Table;
import java.util.List;
import java.util.Optional;

/**
 * A table and what matters for reading or writing it.
 *
 * @param kind {@code pg_class.relkind}
 * @param persistence {@code pg_class.relpersistence}
 * @param replicaIdentity {@code pg_class.relreplident}
 * @param inherited whether other tables inherit from it
 * @param rowSecurity whether row security hides rows from the connected user
 * @param updateRule whether a rule is run beside or instead of an UPDATE
 * @param parent the partitioned table of which this is a partition, as SQL; null if it is none
 * @param unfitPartition which partition cannot be captured, and why; null if none is
 * @param columns in their order, those of {@code table}
 */
public record TableFacts(
    Table table,
    String kind,
    String persistence,
    String replicaIdentity,
    boolean inherited,
    boolean rowSecurity,
    boolean updateRule,
    String parent,
    String unfitPartition,
    List<ColumnFacts> columns) {
  public TableFacts {
    columns = List.copyOf(columns);
  }

  /** The column with that attribute number. */
  public Optional<ColumnFacts> byNumber(int number) {
    return columns.stream().filter(c -> c.number() == number).findFirst();
  }

  /** The column of that name. */
  public Optional<ColumnFacts> byName(String name) {
    return columns.stream().filter(c -> c.column().name().equals(name)).findFirst();
  }

  /** Whether tables inherit from it other than as its partitions. */
  public boolean hasChildren() {
    return inherited && kind.equals("r");
  }

  /** Whether it is an ordinary or partitioned table, and not a view, a sequence or the like. */
  public boolean isTable() {
    return kind.equals("r") || kind.equals("p");
  }

  /** What it is, in words. */
  public String kindInWords() {
    return switch (kind) {
      case "r" -> persistence.equals("t") ? "a temporary table" : "a table";
      case "p" -> "a partitioned table";
      case "v" -> "a view";
      case "m" -> "a materialized view";
      case "f" -> "a foreign table";
      case "S" -> "a sequence";
      default -> "not a table";
    };
  }
}
