package dev.everfill.producer.publish;

import dev.everfill.base.definition.TableName;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that the progress topic says.
 *
 * @param system the source's system identifier; empty before the first start
 * @param session which run of a capture published last; empty if unknown
 * @param level the highest level that was published; 0 before the first
 * @param position where the commit ends, in the source's log, of the last transaction that was
 *     published wholly; 0 before the first
 * @param topics the ids of the topics that all of this was published to, by name; empty if unknown
 * @param tables by name
 */
public record Progress(
    Optional<String> system,
    Optional<String> session,
    long level,
    long position,
    Map<String, String> topics,
    Map<TableName, TableProgress> tables) {
  public Progress {
    topics = Map.copyOf(topics);
    tables = Map.copyOf(tables);
  }

  /** Nothing was ever captured. */
  public boolean isEmpty() {
    return tables.isEmpty();
  }
}
