package dev.everfill.processor.state;

import dev.everfill.processor.expression.AggregateFunctions.Family;
import dev.everfill.processor.expression.NumericSum;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** One row's change to one group: takes the old contribution out and puts the new one in. */
final class GroupUpdate {
  private final OrderedStore index;
  private final List<Family> families;
  private final byte[] group;
  private final byte[] row;
  private final Object[] parts;
  private final byte[][] bestRows;
  private long rows;

  GroupUpdate(
      OrderedStore index, List<Family> families, byte[] group, byte[] row, GroupEntry entry) {
    this.index = index;
    this.families = families;
    this.group = group;
    this.row = row;
    this.rows = entry.partial().rows();
    this.parts = entry.partial().parts().clone();
    this.bestRows = entry.bestRows();
  }

  void apply(Contribution removed, Contribution added) {
    rows += (added == null ? 0 : 1) - (removed == null ? 0 : 1);
    for (int i = 0; i < parts.length; i++) {
      byte[] old = removed == null ? null : removed.arguments()[i];
      byte[] now = added == null ? null : added.arguments()[i];
      if (Arrays.equals(old, now)) {
        continue;
      }
      switch (families.get(i)) {
        case COUNT -> parts[i] = (Long) parts[i] + (now == null ? 0 : 1) - (old == null ? 0 : 1);
        case SUM -> parts[i] = sum((NumericSum) parts[i], old, now);
        case MAX, MIN -> rank(i, old, now);
      }
    }
  }

  GroupEntry result() {
    return new GroupEntry(new Partial(rows, parts), bestRows);
  }

  private static NumericSum sum(NumericSum sum, byte[] old, byte[] now) {
    NumericSum less = old == null ? sum : sum.minus(number(old));
    return now == null ? less : less.plus(number(now));
  }

  private static NumericSum number(byte[] text) {
    return NumericSum.fromText(new String(text, StandardCharsets.UTF_8));
  }

  private void rank(int aggregate, byte[] old, byte[] now) {
    if (now != null) {
      index.put(entryKey(aggregate, now, row), OrderedGroupState.nothing());
      if (parts[aggregate] == null || before(aggregate, now)) {
        parts[aggregate] = now;
        bestRows[aggregate] = row;
      }
    }
    if (old != null) {
      index.delete(entryKey(aggregate, old, row));
      boolean wasBest =
          Arrays.equals(old, (byte[]) parts[aggregate]) && Arrays.equals(row, bestRows[aggregate]);
      if (wasBest) {
        seekFrom(aggregate, entryKey(aggregate, old, row));
      }
    }
  }

  /** Whether this row with that value stands before the best one. */
  private boolean before(int aggregate, byte[] value) {
    byte[] best = entryKey(aggregate, (byte[]) parts[aggregate], bestRows[aggregate]);
    return Arrays.compareUnsigned(entryKey(aggregate, value, row), best) < 0;
  }

  private void seekFrom(int aggregate, byte[] from) {
    parts[aggregate] = null;
    bestRows[aggregate] = null;
    byte[] prefix = entryPrefix(aggregate);
    index.scan(
        from,
        PairKey.after(prefix),
        (key, value) -> {
          if (Arrays.equals(key, from)) {
            return true;
          }
          take(aggregate, key, prefix.length);
          return false;
        });
  }

  /** The entry holds value and row behind the prefix, the value's length first. */
  private void take(int aggregate, byte[] key, int at) {
    int rowLength = ByteBuffer.wrap(key, key.length - 4, 4).getInt();
    int rowAt = key.length - 4 - rowLength;
    parts[aggregate] = turned(aggregate, Arrays.copyOfRange(key, at, rowAt));
    bestRows[aggregate] = Arrays.copyOfRange(key, rowAt, key.length - 4);
  }

  private byte[] entryPrefix(int aggregate) {
    return PairKey.of(group, new byte[] {(byte) aggregate});
  }

  /** Group, aggregate, value, row, length of the row: the row's start is found from the end. */
  private byte[] entryKey(int aggregate, byte[] value, byte[] ofRow) {
    return ByteBuffer.allocate(4 + group.length + 1 + value.length + ofRow.length + 4)
        .putInt(group.length)
        .put(group)
        .put((byte) aggregate)
        .put(turned(aggregate, value))
        .put(ofRow)
        .putInt(ofRow.length)
        .array();
  }

  private byte[] turned(int aggregate, byte[] value) {
    if (families.get(aggregate) == Family.MIN) {
      return value;
    }
    byte[] turned = value.clone();
    for (int i = 0; i < turned.length; i++) {
      turned[i] = (byte) ~turned[i];
    }
    return turned;
  }
}
