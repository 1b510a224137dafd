package dev.everfill.processor.state;

import dev.everfill.processor.expression.AggregateFunctions.Family;
import dev.everfill.processor.expression.NumericSum;
import java.util.Arrays;
import java.util.List;

/**
 * What the rows of one partition say about a group: how many they are, and one part per aggregate.
 * Two partials of a group merge into one.
 *
 * <p>As bytes: the number of rows; then per aggregate the count as a number, the sum as text, the
 * best value in its ordered form (null if there is none).
 *
 * @param rows ≥ 0; with 0 the partition has nothing of the group
 * @param parts per aggregate a Long, a {@link NumericSum}, or a byte array or null
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its bytes
public record Partial(long rows, Object[] parts) {

  /** Of no rows. */
  public static Partial empty(List<Family> families) {
    Object[] parts = new Object[families.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] =
          switch (families.get(i)) {
            case COUNT -> 0L;
            case SUM -> NumericSum.EMPTY;
            case MAX, MIN -> null;
          };
    }
    return new Partial(0, parts);
  }

  /** Of both partitions' rows. */
  public Partial plus(Partial other, List<Family> families) {
    Object[] merged = new Object[parts.length];
    for (int i = 0; i < merged.length; i++) {
      Object a = parts[i];
      Object b = other.parts[i];
      merged[i] =
          switch (families.get(i)) {
            case COUNT -> (Long) a + (Long) b;
            case SUM -> ((NumericSum) a).plus((NumericSum) b);
            case MAX -> best((byte[]) a, (byte[]) b, true);
            case MIN -> best((byte[]) a, (byte[]) b, false);
          };
    }
    return new Partial(rows + other.rows, merged);
  }

  private static byte[] best(byte[] a, byte[] b, boolean largest) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Arrays.compareUnsigned(a, b) > 0 == largest ? a : b;
  }

  public byte[] encode(List<Family> families) {
    BytesOut out = new BytesOut();
    write(out, families);
    return out.toBytes();
  }

  public static Partial decode(byte[] bytes, List<Family> families) {
    return read(new BytesIn(bytes), families);
  }

  void write(BytesOut out, List<Family> families) {
    out.number(rows);
    for (int i = 0; i < parts.length; i++) {
      switch (families.get(i)) {
        case COUNT -> out.number((Long) parts[i]);
        case SUM -> out.text(((NumericSum) parts[i]).toText());
        case MAX, MIN -> out.bytes((byte[]) parts[i]);
      }
    }
  }

  static Partial read(BytesIn in, List<Family> families) {
    long rows = in.number();
    Object[] parts = new Object[families.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] =
          switch (families.get(i)) {
            case COUNT -> in.number();
            case SUM -> NumericSum.fromText(in.text());
            case MAX, MIN -> in.bytes();
          };
    }
    return new Partial(rows, parts);
  }
}
