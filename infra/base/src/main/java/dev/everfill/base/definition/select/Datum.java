package dev.everfill.base.definition.select;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A value's bytes as the server has them in memory. Little-endian: on another machine the values
 * come out wrong, and the guard refuses the SELECT.
 */
record Datum(ByteBuffer bytes) {
  /** The type of a string constant whose type nothing decided. */
  static final int UNKNOWN = 705;

  static Datum of(String hex) {
    return new Datum(ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN));
  }

  /** A string that ends with a zero byte. */
  String cString() {
    return new String(bytes.array(), 0, bytes.array().length - 1, StandardCharsets.UTF_8);
  }

  /** What follows the length of a value of variable length. */
  ByteBuffer body() {
    ByteBuffer all = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).rewind();
    int header = (all.get(0) & 1) == 1 ? 1 : 4;
    return all.position(header).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  String bodyText() {
    return text(body());
  }

  static String text(ByteBuffer body) {
    return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
  }
}
