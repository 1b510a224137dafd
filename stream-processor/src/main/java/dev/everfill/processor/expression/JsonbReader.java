package dev.everfill.processor.expression;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one level of a jsonb text that PostgreSQL printed; what is nested stays text. */
final class JsonbReader {
  private final String text;
  private int at;

  JsonbReader(String text) {
    this.text = text;
  }

  Object content() {
    return switch (text.charAt(0)) {
      case '{' -> members();
      case '[' -> elements();
      case '"' -> string();
      case 't' -> true;
      case 'f' -> false;
      case 'n' -> Jsonb.Null.NULL;
      default -> new BigDecimal(text);
    };
  }

  private Map<String, Jsonb> members() {
    Map<String, Jsonb> members = new LinkedHashMap<>();
    at = 1;
    while (text.charAt(at) != '}') {
      skipSeparator();
      String key = string();
      at += 2;
      members.put(key, nested());
    }
    return members;
  }

  private List<Jsonb> elements() {
    List<Jsonb> elements = new ArrayList<>();
    at = 1;
    while (text.charAt(at) != ']') {
      skipSeparator();
      elements.add(nested());
    }
    return elements;
  }

  private void skipSeparator() {
    if (text.charAt(at) == ',') {
      at += 2;
    }
  }

  private Jsonb nested() {
    int from = at;
    int depth = 0;
    do {
      char c = text.charAt(at);
      if (c == '"') {
        skipString();
        continue;
      }
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
      at++;
    } while (depth > 0 || !atEnd());
    return Jsonb.ofText(text.substring(from, at));
  }

  private boolean atEnd() {
    char c = text.charAt(at);
    return c == ',' || c == '}' || c == ']';
  }

  private void skipString() {
    for (at++; text.charAt(at) != '"'; at++) {
      if (text.charAt(at) == '\\') {
        at++;
      }
    }
    at++;
  }

  private String string() {
    int from = at + 1;
    skipString();
    String raw = text.substring(from, at - 1);
    return raw.indexOf('\\') < 0 ? raw : unescape(raw);
  }

  private static String unescape(String raw) {
    StringBuilder plain = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      char kind = raw.charAt(++i);
      int control = "bfnrt".indexOf(kind);
      if (control >= 0) {
        plain.append("\b\f\n\r\t".charAt(control));
      } else if (kind == 'u') {
        plain.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
        i += 4;
      } else {
        plain.append(kind);
      }
    }
    return plain.toString();
  }
}
