package dev.everfill.base.event;

import java.util.Map;
import java.util.Objects;

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
      columns = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(columns));
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
   * @param level ≥ 1
   * @param source which upstream partition speaks, in an internal topic; 0 in a change topic
   */
  record Level(long level, int source) implements Event {}

  /**
   * Ahead of the first rows of a derived partition: how many rows come before its first level.
   *
   * @param rows ≥ 0
   */
  record Expect(long rows) implements Event {}
}
