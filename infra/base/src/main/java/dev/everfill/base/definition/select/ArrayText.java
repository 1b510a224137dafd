package dev.everfill.base.definition.select;

import dev.everfill.base.definition.DataType.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.StringJoiner;

/** The text form of array constants of one dimension. */
final class ArrayText {
  private static final int NO_DIMENSION_HEADER = 12;
  private static final int HEADER = 20;

  private ArrayText() {}

  /** {@code body} begins behind the array's own length word. */
  static String of(Kind element, ByteBuffer body) {
    int dimensions = body.getInt(0);
    if (dimensions == 0) {
      return "{}";
    }
    int lower = body.getInt(NO_DIMENSION_HEADER + 4);
    if (dimensions > 1 || lower != 1) {
      throw new Refusal(
          "an array constant with several dimensions or other bounds is not supported",
          "write ARRAY[…]");
    }
    // With NULLs there is a bitmap, and the offset of what follows it, from the length word on.
    boolean nulls = body.getInt(4) != 0;
    int position = nulls ? body.getInt(4) - 4 : HEADER;
    StringJoiner text = new StringJoiner(",", "{", "}");
    for (int i = 0; i < body.getInt(NO_DIMENSION_HEADER); i++) {
      if (nulls && (body.get(HEADER + i / 8) >> (i % 8) & 1) == 0) {
        text.add("NULL");
        continue;
      }
      switch (element) {
        case INTEGER -> {
          text.add(Integer.toString(body.getInt(position)));
          position += 4;
        }
        case BIGINT -> {
          // The whole value is aligned to 8 bytes with its length word, which is not in this body.
          position = (position + 4 + 7) / 8 * 8 - 4;
          text.add(Long.toString(body.getLong(position)));
          position += 8;
        }
        default -> {
          int length = body.getInt(position) >>> 2;
          ByteBuffer value = body.slice(position + 4, length - 4).order(ByteOrder.LITTLE_ENDIAN);
          text.add(quoted(Datum.text(value)));
          position = (position + length + 3) / 4 * 4;
        }
      }
    }
    return text.toString();
  }

  private static String quoted(String value) {
    boolean plain =
        !value.isEmpty()
            && !value.toLowerCase(Locale.ROOT).equals("null")
            && value.chars().noneMatch(c -> "{},\"\\ \t\n\r\u000b\f".indexOf(c) >= 0);
    return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
