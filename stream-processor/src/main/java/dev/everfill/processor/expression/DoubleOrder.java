package dev.everfill.processor.expression;

import java.nio.ByteBuffer;

/**
 * Floating-point numbers: NaN equals itself and is greater than everything else, the two zeros are
 * equal (their bytes are not: the negative one comes first).
 */
final class DoubleOrder implements ValueOrder {
  static int compareDoubles(double a, double b) {
    return Double.compare(a == 0 ? 0.0 : a, b == 0 ? 0.0 : b);
  }

  @Override
  public int compare(Object a, Object b) {
    return compareDoubles((Double) a, (Double) b);
  }

  @Override
  public byte[] encode(Object value) {
    long bits = Double.doubleToLongBits((Double) value);
    long ordered = bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
    return ByteBuffer.allocate(Long.BYTES).putLong(ordered).array();
  }

  @Override
  public Object decode(byte[] bytes) {
    long ordered = ByteBuffer.wrap(bytes).getLong();
    return Double.longBitsToDouble(ordered < 0 ? ordered ^ Long.MIN_VALUE : ~ordered);
  }

  @Override
  public int length(byte[] bytes) {
    return Long.BYTES;
  }
}
