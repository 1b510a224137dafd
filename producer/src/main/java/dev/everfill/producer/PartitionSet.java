package dev.everfill.producer;

import dev.everfill.base.definition.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The partitions of a table, and in which file each keeps its rows. What happens to a partition as
 * a whole is not in the stream of changes: it comes and goes with its rows without a word.
 *
 * @param partitioned whether the table can have any
 * @param parts by OID
 */
record PartitionSet(boolean partitioned, Map<Long, Part> parts) {
  private static final String PARTS =
      "SELECT l.oid::bigint, l.relfilenode::bigint, pg_catalog.pg_relation_size(l.oid),"
          + " l.reltuples < 0, l.oid = r.oid, l.relkind <> 'r' OR l.relpersistence <> 'p'"
          + " OR l.relreplident NOT IN ('d', 'f') FROM pg_catalog.pg_class r"
          + " CROSS JOIN LATERAL pg_catalog.pg_partition_tree(r.oid) t"
          + " JOIN pg_catalog.pg_class l ON l.oid = t.relid"
          + " WHERE r.oid = ?::pg_catalog.oid AND r.relkind = 'p'"
          + " AND (t.isleaf OR l.oid = r.oid)";

  /**
   * @param file another one after TRUNCATE, and after everything that writes all rows anew
   * @param bytes of its rows
   * @param uncounted nothing has counted its rows since the file was begun
   * @param unfit its changes are not in the stream, or not with their keys
   */
  record Part(long file, long bytes, boolean uncounted, boolean unfit) {}

  /** What became of the rows between two looks, as far as no change tells of it. */
  enum Change {
    /** Nothing. */
    NONE,
    /** Rows may have come. */
    GROWN,
    /** All rows went. */
    EMPTIED,
    /** Some rows may have gone. */
    SHRUNK
  }

  PartitionSet {
    parts = Map.copyOf(parts);
  }

  /** As they are now, of each table. */
  static Map<TableName, PartitionSet> read(Connection connection, List<CapturedTable> tables)
      throws SQLException {
    Map<TableName, PartitionSet> sets = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(PARTS)) {
      for (CapturedTable table : tables) {
        statement.setLong(1, table.table().oid());
        try (ResultSet rows = statement.executeQuery()) {
          sets.put(table.table().name(), set(rows));
        }
      }
    }
    return sets;
  }

  private static PartitionSet set(ResultSet rows) throws SQLException {
    Map<Long, Part> parts = new HashMap<>();
    boolean partitioned = false;
    while (rows.next()) {
      if (rows.getBoolean(5)) {
        partitioned = true;
      } else {
        parts.put(
            rows.getLong(1),
            new Part(rows.getLong(2), rows.getLong(3), rows.getBoolean(4), rows.getBoolean(6)));
      }
    }
    return new PartitionSet(partitioned, parts);
  }

  /** Whether changes of some partition would be missed. */
  boolean unfit() {
    return parts.values().stream().anyMatch(Part::unfit);
  }

  /** To be remembered: {@code 16401/16401 16405/16420}. */
  String text() {
    return new TreeMap<>(parts)
        .entrySet().stream()
            .map(part -> part.getKey() + "/" + part.getValue().file())
            .collect(Collectors.joining(" "));
  }

  /**
   * @param before what {@link #text} gave then
   */
  Change since(String before) {
    Map<Long, Long> then = files(before);
    if (then.equals(files(text()))) {
      return Change.NONE;
    }
    Set<Long> lost = new HashSet<>(then.keySet());
    lost.removeIf(oid -> parts.containsKey(oid) && parts.get(oid).file() == then.get(oid));
    if (!lost.isEmpty()) {
      boolean all = lost.size() == then.size() && parts.keySet().containsAll(lost);
      return all && parts.values().stream().allMatch(Part::uncounted)
          ? Change.EMPTIED
          : Change.SHRUNK;
    }
    boolean empty =
        parts.entrySet().stream()
            .allMatch(part -> then.containsKey(part.getKey()) || part.getValue().bytes() == 0);
    return empty ? Change.NONE : Change.GROWN;
  }

  private static Map<Long, Long> files(String text) {
    Map<Long, Long> files = new HashMap<>();
    for (String part : text.split(" ", -1)) {
      int slash = part.indexOf('/');
      if (slash > 0) {
        files.put(
            Long.parseLong(part.substring(0, slash)), Long.parseLong(part.substring(slash + 1)));
      }
    }
    return files;
  }
}
