package dev.everfill.launcher.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which keys the target has, from its primary key's index. Not safe for several threads. */
final class TargetKeys {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final String SIZE =
      "SELECT pg_catalog.ceil(COALESCE((SELECT pg_catalog.sum(pg_catalog.pg_relation_size(p.relid))"
          + " FROM pg_catalog.pg_partition_tree(c.oid) AS p WHERE p.isleaf),"
          + " pg_catalog.pg_relation_size(c.oid))"
          + " / pg_catalog.current_setting('block_size')::numeric)::bigint"
          + " FROM (SELECT pg_catalog.to_regclass(pg_catalog.current_setting('"
          + "everfill.verify_table')) AS oid) AS c";

  private final Reading reading;
  private final KeySql keys;
  private final int columns;

  /**
   * @param columns of the key
   */
  TargetKeys(Reading reading, KeySql keys, int columns) {
    this.reading = reading;
    this.keys = keys;
    this.columns = columns;
  }

  /**
   * The last of the next rows in the key's order.
   *
   * @param after where they begin; null for the first row
   * @param rows how many, ≥ 1
   * @return null if there are fewer
   */
  List<String> last(List<String> after, long rows) throws Reading.TooLong {
    Extent.Range rest = new Extent.Range(after, null);
    String sql =
        "SELECT "
            + keys.texts("t")
            + " FROM "
            + keys.table()
            + " AS t"
            + keys.where(rest, keys.ofTarget("t"), true)
            + " ORDER BY "
            + keys.order("t")
            + " OFFSET "
            + (rows - 1)
            + " LIMIT 1";
    return reading.read(
        sql,
        Map.of(KeySql.AFTER, Comparisons.json(after)),
        TIMEOUT,
        found -> found.next() ? Comparisons.texts(found, 1, columns) : null);
  }

  /**
   * Keys of rows from pages that are chosen by chance. About two pages per row are read, and the
   * rows are drawn from all that they hold, so that neighbours seldom come together.
   *
   * @param wanted ≥ 1
   * @return fewer only if the table has hardly more
   */
  List<List<String>> sample(int wanted) throws Reading.TooLong {
    long pages =
        reading.read(
            SIZE,
            Map.of("everfill.verify_table", keys.table()),
            TIMEOUT,
            found -> found.next() ? found.getLong(1) : 0);
    double percent = Math.min(100, 100.0 * (2L * wanted + 10) / Math.max(1, pages));
    List<List<String>> found = draw(percent, wanted);
    return found.size() < wanted && percent < 100 ? draw(100, wanted) : found;
  }

  private List<List<String>> draw(double percent, int wanted) throws Reading.TooLong {
    String sql =
        "SELECT "
            + keys.texts("t")
            + " FROM "
            + keys.table()
            + " AS t TABLESAMPLE SYSTEM ("
            + percent
            + ") ORDER BY pg_catalog.random() LIMIT "
            + wanted;
    return reading.read(
        sql,
        Map.of(),
        TIMEOUT,
        rows -> {
          List<List<String>> all = new ArrayList<>();
          while (rows.next()) {
            all.add(Comparisons.texts(rows, 1, columns));
          }
          return all;
        });
  }
}
