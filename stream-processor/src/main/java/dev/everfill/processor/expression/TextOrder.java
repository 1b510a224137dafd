package dev.everfill.processor.expression;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text by its UTF-8 bytes, which is the order of its code points; uuid likewise. A zero byte ends
 * the encoding: PostgreSQL's text has none.
 */
final class TextOrder implements ValueOrder {
  /** The order of code points; Java's own order puts surrogates before U+E000. */
  static int compareText(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        boolean leftIsBeyond = Character.isSurrogate(left);
        return leftIsBeyond == Character.isSurrogate(right)
            ? Character.compare(left, right)
            : leftIsBeyond ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  @Override
  public int compare(Object a, Object b) {
    return compareText((String) a, (String) b);
  }

  @Override
  public byte[] encode(Object value) {
    byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(text, text.length + 1);
  }

  @Override
  public Object decode(byte[] bytes) {
    return new String(bytes, 0, length(bytes) - 1, StandardCharsets.UTF_8);
  }

  @Override
  public int length(byte[] bytes) {
    int end = 0;
    while (bytes[end] != 0) {
      end++;
    }
    return end + 1;
  }
}
