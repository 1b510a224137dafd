package dev.everfill.processor.expression;

/**
 * LIKE. {@code %} and {@code _} match line ends too, a backslash makes the next character literal.
 * A backslash at the pattern's end is an error only if the match gets there, as in PostgreSQL.
 */
final class LikePattern {
  private final String pattern;

  LikePattern(String pattern) {
    this.pattern = pattern;
  }

  boolean matches(String text) {
    return match(text, 0, 0) == Outcome.MATCH;
  }

  /** The text ran out before the pattern: no later start can match either. */
  private enum Outcome {
    MATCH,
    NO_MATCH,
    TEXT_TOO_SHORT
  }

  private Outcome match(String text, int textFrom, int patternFrom) {
    int t = textFrom;
    int p = patternFrom;
    while (t < text.length() && p < pattern.length()) {
      char c = pattern.charAt(p);
      if (c == '%') {
        return matchRest(text, t, p + 1);
      }
      if (c == '_') {
        t = text.offsetByCodePoints(t, 1);
        p++;
        continue;
      }
      p = c == '\\' ? literal(p) : p;
      if (text.charAt(t) != pattern.charAt(p)) {
        return Outcome.NO_MATCH;
      }
      t++;
      p++;
    }
    if (t < text.length()) {
      return Outcome.NO_MATCH;
    }
    while (p < pattern.length() && pattern.charAt(p) == '%') {
      p++;
    }
    return p == pattern.length() ? Outcome.MATCH : Outcome.TEXT_TOO_SHORT;
  }

  /** Behind a {@code %}: tries every place where the rest of the pattern could begin. */
  private Outcome matchRest(String text, int textFrom, int patternFrom) {
    int t = textFrom;
    int p = patternFrom;
    while (p < pattern.length() && (pattern.charAt(p) == '%' || pattern.charAt(p) == '_')) {
      if (pattern.charAt(p) == '_') {
        if (t >= text.length()) {
          return Outcome.TEXT_TOO_SHORT;
        }
        t = text.offsetByCodePoints(t, 1);
      }
      p++;
    }
    if (p == pattern.length()) {
      return Outcome.MATCH;
    }
    char first = pattern.charAt(pattern.charAt(p) == '\\' ? literal(p) : p);
    for (t = text.indexOf(first, t); t >= 0; t = text.indexOf(first, t + 1)) {
      Outcome outcome = match(text, t, p);
      if (outcome != Outcome.NO_MATCH) {
        return outcome;
      }
    }
    return Outcome.TEXT_TOO_SHORT;
  }

  private int literal(int backslash) {
    if (backslash + 1 == pattern.length()) {
      throw new EvaluationException("22025", "LIKE pattern must not end with escape character");
    }
    return backslash + 1;
  }

  /** The pattern with a backslash where {@code escape} stood; of {@code LIKE … ESCAPE}. */
  static String withEscape(String pattern, String escape) {
    if (escape.isEmpty()) {
      return pattern.replace("\\", "\\\\");
    }
    if (CodePoints.length(escape) > 1) {
      throw new EvaluationException("22025", "invalid escape string");
    }
    if (escape.equals("\\")) {
      return pattern;
    }
    StringBuilder result = new StringBuilder();
    boolean escaped = false;
    for (int i = 0; i < pattern.length(); ) {
      String character = pattern.substring(i, pattern.offsetByCodePoints(i, 1));
      i += character.length();
      if (character.equals(escape) && !escaped) {
        result.append('\\');
        escaped = true;
      } else {
        result.append(character.equals("\\") && !escaped ? "\\\\" : character);
        escaped = false;
      }
    }
    return result.toString();
  }
}
