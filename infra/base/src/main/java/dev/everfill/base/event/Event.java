package dev.everfill.base.event;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a record of a change topic, an internal topic or a derived topic says. The wire format is
 * {@link EventCodec}'s.
 *
 * <p>Rows carry each column as PostgreSQL's text form (UTC, ISO dates, hex bytea), null for NULL.
 */
public sealed interface Event {

  /** The row under {@code key} now has these columns. */
  record Upsert(Key key, Map<String, String> columns) implements Event {
    public Upsert {
      Objects.requireNonNull(key, "key");
      columns = Columns.copy(columns);
    }
  }

  /** There is no row under {@code key} any more. */
  record Delete(Key key) implements Event {}

  /** The table was emptied. Written to every partition of its change topic. */
  record Truncate(long lsn) implements Event {}

  /**
   * Everything committed before {@code level} has been sent to this partition. The first level of a
   * partition also says that all rows which were in the table have been sent (the partition is
   * <em>complete</em>). Levels only grow. A level is an LSN of the source's log; it is written to
   * every partition and handed on by every operator once all its inputs have reached it, so that
   * seeing it at the end proves that everything before it has passed.
   *
   * <p>In a change topic a level vouches for columns only: rows are captured with the columns that
   * are needed at the time, and when more are needed all are sent again. A reader that begins with
   * the old rows would otherwise take an old level for the completeness of rows that lack columns.
   *
   * @param level ≥ 1
   * @param source which upstream partition speaks, in an internal topic; 0 in a change topic
   * @param columns in a change topic, those that every row sent before has, sorted; empty in all
   *     other topics
   */
  record Level(long level, int source, Set<String> columns) implements Event {
    public Level {
      columns = Collections.unmodifiableSortedSet(new TreeSet<>(columns));
    }

    /** A level that vouches for no columns: not in a change topic. */
    public Level(long level, int source) {
      this(level, source, Set.of());
    }

    /** Whether every row sent before has these columns; never so where no columns are named. */
    public boolean vouchesFor(Collection<String> needed) {
      return !columns.isEmpty() && columns.containsAll(needed);
    }
  }

  /**
   * Ahead of the first rows of a derived partition: how many rows come before its first level.
   *
   * @param rows ≥ 0
   */
  record Expect(long rows) implements Event {}

  /**
   * In a change topic: the target rows under these keys shall be derived once more by one field,
   * although nothing changed, because the target is not what it was made. It carries no values, so
   * it may come late or twice.
   *
   * @param field the field's name; all others pass it over
   * @param keys of the target's rows, all of this partition
   */
  record Again(String field, List<Key> keys) implements Event {
    public Again {
      Objects.requireNonNull(field, "field");
      keys = List.copyOf(keys);
    }
  }
}
