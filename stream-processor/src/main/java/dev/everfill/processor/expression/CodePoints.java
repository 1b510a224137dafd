package dev.everfill.processor.expression;

/** Text counted in code points, which is what PostgreSQL calls characters. */
final class CodePoints {
  private CodePoints() {}

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The part between two positions from 0, which may lie beyond the text's ends. */
  static String part(String text, long from, long to) {
    int length = length(text);
    int start = (int) Math.max(0, Math.min(from, length));
    int end = (int) Math.max(start, Math.min(to, length));
    int first = text.offsetByCodePoints(0, start);
    return text.substring(first, text.offsetByCodePoints(first, end - start));
  }
}
