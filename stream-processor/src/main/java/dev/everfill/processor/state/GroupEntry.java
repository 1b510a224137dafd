package dev.everfill.processor.state;

import dev.everfill.processor.expression.AggregateFunctions.Family;
import java.util.List;

/**
 * A group as {@link OrderedGroupState} keeps it.
 *
 * @param bestRows per aggregate the key of the row that has the best value; null without one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record GroupEntry(Partial partial, byte[][] bestRows) {

  byte[] encode(List<Family> families) {
    BytesOut out = new BytesOut();
    partial.write(out, families);
    for (int i = 0; i < bestRows.length; i++) {
      if (ranks(families.get(i))) {
        out.bytes(bestRows[i]);
      }
    }
    return out.toBytes();
  }

  /** Of the stored bytes; of a group without rows if they are null. */
  static GroupEntry decode(byte[] bytes, List<Family> families) {
    byte[][] bestRows = new byte[families.size()][];
    if (bytes == null) {
      return new GroupEntry(Partial.empty(families), bestRows);
    }
    BytesIn in = new BytesIn(bytes);
    Partial partial = Partial.read(in, families);
    for (int i = 0; i < bestRows.length; i++) {
      bestRows[i] = ranks(families.get(i)) ? in.bytes() : null;
    }
    return new GroupEntry(partial, bestRows);
  }

  static boolean ranks(Family family) {
    return family == Family.MAX || family == Family.MIN;
  }
}
