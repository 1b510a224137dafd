package dev.everfill.producer.chunk;

import dev.everfill.base.event.Key;
import dev.everfill.producer.CapturedTable;
import java.util.Arrays;

/** Finds the key in a row of the captured columns. */
public final class RowKeys {
  private final int[] positions;

  public RowKeys(CapturedTable table) {
    this.positions =
        table.table().primaryKey().stream().mapToInt(table.columns()::indexOf).toArray();
  }

  /** The key, in the key's own order. */
  public Key of(String[] row) {
    return new Key(Arrays.stream(positions).mapToObj(i -> row[i]).toList());
  }
}
