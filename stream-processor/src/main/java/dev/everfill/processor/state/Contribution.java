package dev.everfill.processor.state;

import java.util.Arrays;

/**
 * What one row gives to its group.
 *
 * @param group the group's key
 * @param arguments per aggregate: the argument's bytes in ordered form for max and min, a {@code
 *     NumericSum} of it alone as text for sum, nothing (an empty array) for count; null where the
 *     row gives nothing
 */
@SuppressWarnings("ArrayRecordComponent") // compared by same()
public record Contribution(byte[] group, byte[][] arguments) {

  public byte[] encode() {
    BytesOut out = new BytesOut();
    out.bytes(group);
    out.number(arguments.length);
    for (byte[] argument : arguments) {
      out.bytes(argument);
    }
    return out.toBytes();
  }

  public static Contribution decode(byte[] bytes) {
    BytesIn in = new BytesIn(bytes);
    byte[] group = in.bytes();
    byte[][] arguments = new byte[(int) in.number()][];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = in.bytes();
    }
    return new Contribution(group, arguments);
  }

  /** Whether two contributions, either of them perhaps null, are the same. */
  static boolean same(Contribution one, Contribution other) {
    if (one == null || other == null) {
      return one == other;
    }
    return Arrays.equals(one.group, other.group)
        && Arrays.deepEquals(one.arguments, other.arguments);
  }
}
