package dev.everfill.base.definition.select;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The text form of jsonb constants, from the tree of entries that PostgreSQL stores. */
final class JsonbText {
  private static final int COUNT = 0x0FFFFFFF;
  private static final int SCALAR = 0x10000000;
  private static final int OBJECT = 0x20000000;
  private static final int TYPE = 0x70000000;
  private static final int HAS_OFFSET = 0x80000000;

  private JsonbText() {}

  static String of(ByteBuffer body) {
    return container(body, 0);
  }

  private static String container(ByteBuffer bytes, int start) {
    int header = bytes.getInt(start);
    int count = header & COUNT;
    boolean object = (header & OBJECT) != 0;
    int entries = start + 4;
    int base = entries + 4 * (object ? 2 * count : count);
    if ((header & SCALAR) != 0) {
      return value(bytes, entries, base, 0);
    }
    StringBuilder text = new StringBuilder(object ? "{" : "[");
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ", ");
      if (object) {
        text.append(value(bytes, entries, base, i)).append(": ");
      }
      text.append(value(bytes, entries, base, object ? count + i : i));
    }
    return text.append(object ? "}" : "]").toString();
  }

  private static String value(ByteBuffer bytes, int entries, int base, int index) {
    int offset = end(bytes, entries, index - 1);
    int length = end(bytes, entries, index) - offset;
    int start = base + offset;
    return switch (bytes.getInt(entries + 4 * index) & TYPE) {
      case 0x00000000 -> quoted(Datum.text(slice(bytes, start, length)));
      case 0x10000000 -> number(bytes, aligned(start));
      case 0x20000000 -> "false";
      case 0x30000000 -> "true";
      case 0x40000000 -> "null";
      case 0x50000000 -> container(bytes, aligned(start));
      default -> throw new Refusal("a jsonb constant of an unknown form is not supported");
    };
  }

  /** Where a value ends, from the base: entries hold lengths, and now and then an end offset. */
  private static int end(ByteBuffer bytes, int entries, int index) {
    int end = 0;
    for (int i = index; i >= 0; i--) {
      int entry = bytes.getInt(entries + 4 * i);
      end += entry & COUNT;
      if ((entry & HAS_OFFSET) != 0) {
        break;
      }
    }
    return end;
  }

  private static String number(ByteBuffer bytes, int start) {
    int first = bytes.get(start) & 0xff;
    boolean brief = (first & 1) == 1;
    int length = brief ? first >> 1 : bytes.getInt(start) >>> 2;
    int header = brief ? 1 : 4;
    return NumericText.of(slice(bytes, start + header, length - header));
  }

  private static int aligned(int position) {
    return (position + 3) / 4 * 4;
  }

  private static ByteBuffer slice(ByteBuffer bytes, int start, int length) {
    return bytes.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> text.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
      }
    }
    return text.append('"').toString();
  }
}
