package dev.everfill.base.definition.tree;

/** The tokens of the notation. A backslash takes the next character as it is. */
final class NodeTokens {
  private static final String BREAKS = " \n\t(){}";

  /** What a token is. */
  enum Kind {
    OPEN_STRUCT,
    CLOSE_STRUCT,
    OPEN_LIST,
    CLOSE_LIST,
    OPEN_BYTES,
    CLOSE_BYTES,
    FIELD,
    NOTHING,
    WORD,
    END
  }

  /** A token; {@code quoted} tells {@code "i"} from {@code i}. */
  record Part(Kind kind, String text, boolean quoted) {}

  private final String source;
  private int position;
  private Part peeked;

  NodeTokens(String source) {
    this.source = source;
  }

  Part next() {
    Part part = peek();
    peeked = null;
    return part;
  }

  Part expect(Kind kind) {
    Part part = next();
    if (part.kind() != kind) {
      throw new IllegalArgumentException(
          "expected " + kind + " but met " + part + " before character " + position);
    }
    return part;
  }

  boolean peekIs(Kind kind) {
    return peek().kind() == kind;
  }

  /** Whether the coming word says of what type a list's items are. */
  boolean peekIsListType() {
    Part part = peek();
    return !part.quoted() && part.text().length() == 1 && "iobx".contains(part.text());
  }

  void expectEnd() {
    expect(Kind.END);
  }

  private Part peek() {
    if (peeked == null) {
      peeked = read();
    }
    return peeked;
  }

  private Part read() {
    while (position < source.length() && " \n\t".indexOf(source.charAt(position)) >= 0) {
      position++;
    }
    if (position == source.length()) {
      return new Part(Kind.END, "", false);
    }
    char first = source.charAt(position);
    return switch (first) {
      case '{' -> mark(Kind.OPEN_STRUCT);
      case '}' -> mark(Kind.CLOSE_STRUCT);
      case '(' -> mark(Kind.OPEN_LIST);
      case ')' -> mark(Kind.CLOSE_LIST);
      case '"' -> quoted();
      default -> word();
    };
  }

  private Part mark(Kind kind) {
    return new Part(kind, String.valueOf(source.charAt(position++)), false);
  }

  private Part quoted() {
    StringBuilder text = new StringBuilder();
    position++;
    while (source.charAt(position) != '"') {
      text.append(unescaped());
    }
    position++;
    return new Part(Kind.WORD, text.toString(), true);
  }

  private Part word() {
    int start = position;
    StringBuilder text = new StringBuilder();
    while (position < source.length() && BREAKS.indexOf(source.charAt(position)) < 0) {
      text.append(unescaped());
    }
    String raw = source.substring(start, position);
    if (raw.equals("<>")) {
      return new Part(Kind.NOTHING, raw, false);
    }
    if (raw.equals("[")) {
      return new Part(Kind.OPEN_BYTES, raw, false);
    }
    if (raw.equals("]")) {
      return new Part(Kind.CLOSE_BYTES, raw, false);
    }
    if (raw.startsWith(":")) {
      return new Part(Kind.FIELD, text.substring(1), false);
    }
    return new Part(Kind.WORD, text.toString(), false);
  }

  private char unescaped() {
    if (source.charAt(position) == '\\' && position + 1 < source.length()) {
      position++;
    }
    return source.charAt(position++);
  }
}
