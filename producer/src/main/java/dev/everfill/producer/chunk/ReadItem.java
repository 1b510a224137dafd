package dev.everfill.producer.chunk;

import dev.everfill.producer.CapturedTable;
import dev.everfill.producer.merge.XidSnapshot;
import java.util.List;

/** What the reader hands over, in the order in which it was read. */
public sealed interface ReadItem {
  /** What the reading saw. */
  XidSnapshot snapshot();

  /** A snapshot taken while no rows were read. */
  record Bare(XidSnapshot snapshot) implements ReadItem {}

  /**
   * A range of a table.
   *
   * @param number counts the chunks of this reader, from 1
   * @param rows the captured columns' text forms, null for NULL, in the key's order
   * @param readMicros when it was read, since 1970
   * @param complete there are no rows behind it
   */
  record Chunk(
      long number,
      CapturedTable table,
      XidSnapshot snapshot,
      List<String[]> rows,
      long readMicros,
      boolean complete)
      implements ReadItem {}
}
