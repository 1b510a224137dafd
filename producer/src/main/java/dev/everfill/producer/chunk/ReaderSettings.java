package dev.everfill.producer.chunk;

import dev.everfill.base.definition.TableName;
import dev.everfill.base.event.Key;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.producer.CapturedTable;
import java.util.List;
import java.util.Map;

/**
 * What a {@link ChunkReader} works on.
 *
 * @param prefix of its logical messages
 * @param incarnation tells its watermarks from those of other readers
 */
public record ReaderSettings(
    PostgresSettings source, String prefix, String incarnation, int chunkRows) {

  /**
   * What is still to be read.
   *
   * @param tables in the order in which they are read
   * @param after the key after which to go on, by table; absent to start with the first row
   */
  public record Work(List<CapturedTable> tables, Map<TableName, Key> after) {
    public Work {
      tables = List.copyOf(tables);
      after = Map.copyOf(after);
    }
  }
}
