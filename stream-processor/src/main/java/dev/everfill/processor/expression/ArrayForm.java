package dev.everfill.processor.expression;

import dev.everfill.processor.expression.ArrayValue.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** PostgreSQL's text of arrays: {@code {a,"b c",NULL}}, with {@code [2:3]=} where it is needed. */
record ArrayForm(TextForm element) implements TextForm {

  @Override
  public Object decode(String text) {
    return text == null ? null : new Reader(text).read();
  }

  @Override
  public String encode(Object value) {
    if (value == null) {
      return null;
    }
    ArrayValue array = (ArrayValue) value;
    if (array.elements().isEmpty()) {
      return "{}";
    }
    StringBuilder text = new StringBuilder();
    if (array.dimensions().stream().anyMatch(d -> d.lower() != 1)) {
      for (Dimension d : array.dimensions()) {
        text.append('[').append(d.lower()).append(':').append(d.lower() + d.length() - 1);
        text.append(']');
      }
      text.append('=');
    }
    write(text, array, 0, 0);
    return text.toString();
  }

  /** Writes the part that begins at element {@code from}; gives the element behind it. */
  private int write(StringBuilder text, ArrayValue array, int depth, int from) {
    int at = from;
    text.append('{');
    for (int i = 0; i < array.dimensions().get(depth).length(); i++) {
      if (i > 0) {
        text.append(',');
      }
      if (depth + 1 < array.dimensions().size()) {
        at = write(text, array, depth + 1, at);
      } else {
        writeElement(text, array.elements().get(at++));
      }
    }
    text.append('}');
    return at;
  }

  private void writeElement(StringBuilder text, Object value) {
    if (value == null) {
      text.append("NULL");
      return;
    }
    String plain = element.encode(value);
    if (!needsQuotes(plain)) {
      text.append(plain);
      return;
    }
    text.append('"');
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\');
      }
      text.append(c);
    }
    text.append('"');
  }

  private static boolean needsQuotes(String text) {
    if (text.isEmpty() || text.toUpperCase(Locale.ROOT).equals("NULL")) {
      return true;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("\"\\{},".indexOf(c) >= 0 || c == ' ' || (c >= '\t' && c <= '\r')) {
        return true;
      }
    }
    return false;
  }

  /** Reads one array's text, which PostgreSQL wrote. */
  private final class Reader {
    private final String text;
    private int at;
    private final List<Object> elements = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();

    Reader(String text) {
      this.text = text;
    }

    ArrayValue read() {
      List<Integer> lowers = new ArrayList<>();
      while (text.charAt(at) == '[') {
        int colon = text.indexOf(':', at);
        lowers.add(Integer.parseInt(text, at + 1, colon, 10));
        at = text.indexOf(']', colon) + 1;
      }
      if (!lowers.isEmpty()) {
        at++;
      }
      part(0);
      List<Dimension> dimensions = new ArrayList<>();
      for (int i = 0; i < lengths.size() && !elements.isEmpty(); i++) {
        dimensions.add(new Dimension(lowers.isEmpty() ? 1 : lowers.get(i), lengths.get(i)));
      }
      return new ArrayValue(elements, dimensions);
    }

    private void part(int depth) {
      at++;
      if (lengths.size() == depth) {
        lengths.add(0);
      }
      int count = 0;
      while (text.charAt(at) != '}') {
        if (text.charAt(at) == ',') {
          at++;
        }
        if (text.charAt(at) == '{') {
          part(depth + 1);
        } else {
          elements.add(one());
        }
        count++;
      }
      at++;
      lengths.set(depth, count);
    }

    private Object one() {
      if (text.charAt(at) == '"') {
        return element.decode(quoted());
      }
      int from = at;
      while (text.charAt(at) != ',' && text.charAt(at) != '}') {
        at++;
      }
      String plain = text.substring(from, at);
      return plain.equals("NULL") ? null : element.decode(plain);
    }

    private String quoted() {
      StringBuilder plain = new StringBuilder();
      for (at++; text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\') {
          at++;
        }
        plain.append(text.charAt(at));
      }
      at++;
      return plain.toString();
    }
  }
}
