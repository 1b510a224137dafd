package dev.everfill.processor.expression;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * Numeric: negative infinity, the numbers, infinity, NaN. The encoding is a class byte, for numbers
 * other than zero the position of the first digit and the digits without trailing zeros (inverted
 * if negative), then the scale, which only tells equal numbers apart.
 */
final class NumericOrder implements ValueOrder {
  private static final int NEGATIVE_INFINITY = 1;
  private static final int NEGATIVE = 2;
  private static final int ZERO = 3;
  private static final int POSITIVE = 4;
  private static final int INFINITY = 5;
  private static final int NAN = 6;

  @Override
  public int compare(Object a, Object b) {
    return NumericArithmetic.compare(a, b);
  }

  @Override
  public byte[] encode(Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(24);
    if (value instanceof SpecialNumber special) {
      out.write(
          switch (special) {
            case NEGATIVE_INFINITY -> NEGATIVE_INFINITY;
            case INFINITY -> INFINITY;
            case NAN -> NAN;
          });
      return out.toByteArray();
    }
    BigDecimal number = (BigDecimal) value;
    out.write(ZERO + number.signum());
    if (number.signum() != 0) {
      writeDigits(out, number);
    }
    out.write(number.scale() >> 8);
    out.write(number.scale());
    return out.toByteArray();
  }

  private static void writeDigits(ByteArrayOutputStream out, BigDecimal number) {
    BigDecimal plain = number.abs().stripTrailingZeros();
    int flip = number.signum() < 0 ? 0xff : 0;
    int position = plain.precision() - plain.scale() ^ Integer.MIN_VALUE;
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(position >>> shift ^ flip);
    }
    for (char digit : plain.unscaledValue().toString().toCharArray()) {
      out.write(digit ^ flip);
    }
    out.write(flip);
  }

  @Override
  public Object decode(byte[] bytes) {
    switch (bytes[0]) {
      case NEGATIVE_INFINITY:
        return SpecialNumber.NEGATIVE_INFINITY;
      case INFINITY:
        return SpecialNumber.INFINITY;
      case NAN:
        return SpecialNumber.NAN;
      default:
        int length = length(bytes);
        int scale = ByteBuffer.wrap(bytes, length - 2, 2).getShort() & 0xffff;
        return bytes[0] == ZERO
            ? BigDecimal.valueOf(0, scale)
            : readDigits(bytes, length - 3).setScale(scale);
    }
  }

  private static BigDecimal readDigits(byte[] bytes, int end) {
    int flip = bytes[0] == NEGATIVE ? -1 : 0;
    int position = ByteBuffer.wrap(bytes, 1, 4).getInt() ^ flip ^ Integer.MIN_VALUE;
    StringBuilder digits = new StringBuilder();
    for (int i = 5; i < end; i++) {
      digits.append((char) ((bytes[i] ^ flip) & 0xff));
    }
    BigInteger unscaled = new BigInteger(digits.toString());
    BigDecimal size = new BigDecimal(unscaled, digits.length() - position);
    return flip == 0 ? size : size.negate();
  }

  @Override
  public int length(byte[] bytes) {
    if (bytes[0] == ZERO) {
      return 3;
    }
    if (bytes[0] != NEGATIVE && bytes[0] != POSITIVE) {
      return 1;
    }
    byte end = (byte) (bytes[0] == NEGATIVE ? 0xff : 0);
    int at = 5;
    while (bytes[at] != end) {
      at++;
    }
    return at + 3;
  }
}
