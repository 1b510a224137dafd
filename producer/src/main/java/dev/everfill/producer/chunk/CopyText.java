package dev.everfill.producer.chunk;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads the lines of {@code COPY … TO STDOUT} in its text format. Stateless. */
final class CopyText {
  private CopyText() {}

  /**
   * @param line one row in UTF-8, with or without its newline
   * @param columns how many values it must hold
   * @return the values, null for NULL
   * @throws IllegalArgumentException if it holds another number of values
   */
  static String[] parse(byte[] line, int columns) {
    int end = line.length > 0 && line[line.length - 1] == '\n' ? line.length - 1 : line.length;
    String[] values = new String[columns];
    int column = 0;
    int from = 0;
    boolean escaped = false;
    for (int i = 0; i <= end; i++) {
      if (i == end || line[i] == '\t') {
        if (column == columns) {
          throw new IllegalArgumentException("a row has more than " + columns + " values");
        }
        values[column++] = value(line, from, i, escaped);
        from = i + 1;
        escaped = false;
      } else if (line[i] == '\\') {
        escaped = true;
      }
    }
    if (column != columns) {
      throw new IllegalArgumentException("a row has " + column + " values, not " + columns);
    }
    return values;
  }

  private static String value(byte[] line, int from, int to, boolean escaped) {
    if (!escaped) {
      return new String(line, from, to - from, StandardCharsets.UTF_8);
    }
    if (to - from == 2 && line[from] == '\\' && line[from + 1] == 'N') {
      return null;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
    for (int i = from; i < to; i++) {
      out.write(line[i] == '\\' ? unescape(line[++i]) : line[i]);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static int unescape(byte letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0b;
      default -> letter;
    };
  }
}
