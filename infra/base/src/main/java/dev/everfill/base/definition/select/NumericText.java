package dev.everfill.base.definition.select;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/** The text form of numeric constants: digits to base 10000 behind a short or a long header. */
final class NumericText {
  private static final int SHORT = 0x8000;
  private static final int SPECIAL = 0xC000;

  private NumericText() {}

  static String of(ByteBuffer body) {
    int header = body.getShort(0) & 0xffff;
    return switch (header & SPECIAL) {
      case SPECIAL -> special(header & 0xf000);
      case SHORT -> {
        int weight = header & 0x3f;
        int signedWeight = (header & 0x40) != 0 ? weight - 0x40 : weight;
        yield text(body, 2, (header & 0x2000) != 0, (header & 0x1f80) >> 7, signedWeight);
      }
      default -> text(body, 4, (header & 0x4000) != 0, header & 0x3fff, body.getShort(2));
    };
  }

  private static String special(int flags) {
    return switch (flags) {
      case 0xD000 -> "Infinity";
      case 0xF000 -> "-Infinity";
      default -> "NaN";
    };
  }

  private static String text(ByteBuffer body, int start, boolean negative, int scale, int weight) {
    BigInteger digits = BigInteger.ZERO;
    int count = (body.limit() - start) / 2;
    for (int i = 0; i < count; i++) {
      digits =
          digits
              .multiply(BigInteger.valueOf(10_000))
              .add(BigInteger.valueOf(body.getShort(start + 2 * i)));
    }
    int shift = 4 * (count - 1 - weight);
    BigDecimal value = new BigDecimal(digits, count == 0 ? 0 : shift).setScale(scale);
    return (negative ? value.negate() : value).toPlainString();
  }
}
