package dev.everfill.processor.expression;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A jsonb value. Its text (PostgreSQL's canonical one) and its content are each made from the other
 * when first asked for, one level at a time: a large document of which one key is read is never
 * parsed whole, one that is only carried not at all. Immutable to callers and safe for any thread,
 * since two threads that race make the same thing twice.
 */
public final class Jsonb {
  /** The content of JSON null. */
  public enum Null {
    NULL
  }

  /** PostgreSQL's order of keys: the shorter first, then byte by byte. */
  static final Comparator<String> KEY_ORDER =
      (a, b) -> {
        byte[] left = a.getBytes(StandardCharsets.UTF_8);
        byte[] right = b.getBytes(StandardCharsets.UTF_8);
        return left.length != right.length
            ? Integer.compare(left.length, right.length)
            : java.util.Arrays.compareUnsigned(left, right);
      };

  /** JSON null, which is not SQL NULL. */
  public static final Jsonb NULL = of(Null.NULL);

  private String text;
  private Object content;

  private Jsonb(String text, Object content) {
    this.text = text;
    this.content = content;
  }

  /** Of a text that PostgreSQL printed. */
  public static Jsonb ofText(String text) {
    return new Jsonb(text, null);
  }

  /** Of a {@link Null}, Boolean, BigDecimal or String. */
  public static Jsonb of(Object scalar) {
    return new Jsonb(null, scalar);
  }

  /** An array. */
  public static Jsonb array(List<Jsonb> elements) {
    return new Jsonb(null, List.copyOf(elements));
  }

  /** An object; of equal keys the last one counts when the map was filled. */
  public static Jsonb object(Map<String, Jsonb> members) {
    Map<String, Jsonb> sorted = new TreeMap<>(KEY_ORDER);
    sorted.putAll(members);
    return new Jsonb(null, sorted);
  }

  /**
   * {@link Null}, Boolean, BigDecimal, String, {@code List<Jsonb>} or {@code Map<String, Jsonb>} in
   * PostgreSQL's order of keys.
   */
  public Object content() {
    Object known = content;
    if (known == null) {
      known = new JsonbReader(text).content();
      content = known;
    }
    return known;
  }

  /** The members, or null if this is no object. */
  @SuppressWarnings("unchecked")
  public Map<String, Jsonb> members() {
    return content() instanceof Map<?, ?> map ? (Map<String, Jsonb>) map : null;
  }

  /** The elements, or null if this is no array. */
  @SuppressWarnings("unchecked")
  public List<Jsonb> elements() {
    return content() instanceof List<?> list ? (List<Jsonb>) list : null;
  }

  /** Whether this is neither object nor array. */
  public boolean scalar() {
    return !(content() instanceof Map || content() instanceof List);
  }

  /** PostgreSQL's text form. */
  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      StringBuilder out = new StringBuilder();
      write(out);
      known = out.toString();
      text = known;
    }
    return known;
  }

  private void write(StringBuilder out) {
    if (text != null) {
      out.append(text);
    } else if (content instanceof Null) {
      out.append("null");
    } else if (content instanceof BigDecimal number) {
      out.append(number.toPlainString());
    } else if (content instanceof String string) {
      quote(out, string);
    } else if (content instanceof Boolean) {
      out.append(content);
    } else if (content instanceof List) {
      writeElements(out, elements());
    } else {
      writeMembers(out, members());
    }
  }

  private static void writeElements(StringBuilder out, Collection<Jsonb> elements) {
    String separator = "[";
    for (Jsonb element : elements) {
      element.write(out.append(separator));
      separator = ", ";
    }
    out.append(elements.isEmpty() ? "[]" : "]");
  }

  private static void writeMembers(StringBuilder out, Map<String, Jsonb> members) {
    String separator = "{";
    for (Map.Entry<String, Jsonb> member : members.entrySet()) {
      quote(out.append(separator), member.getKey());
      member.getValue().write(out.append(": "));
      separator = ", ";
    }
    out.append(members.isEmpty() ? "{}" : "}");
  }

  private static void quote(StringBuilder out, String string) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      int escape = "\b\f\n\r\t\"\\".indexOf(c);
      if (escape >= 0) {
        out.append('\\').append("bfnrt\"\\".charAt(escape));
      } else if (c < ' ') {
        out.append("\\u00").append(c < 16 ? "0" : "").append(Integer.toHexString(c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /** As {@code jsonb_eq}: numbers by value, whatever their scale. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Jsonb that)) {
      return false;
    }
    if (this == that || (text != null && text.equals(that.text))) {
      return true;
    }
    Object mine = content();
    Object theirs = that.content();
    return mine instanceof BigDecimal a && theirs instanceof BigDecimal b
        ? a.compareTo(b) == 0
        : mine.equals(theirs);
  }

  @Override
  public int hashCode() {
    Object mine = content();
    if (mine instanceof BigDecimal number) {
      return number.signum() == 0 ? 0 : number.stripTrailingZeros().hashCode();
    }
    return mine instanceof List<?> list ? new ArrayList<>(list).hashCode() : mine.hashCode();
  }
}
