package dev.everfill.processor.expression;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Seeded values of PostgreSQL's types as input texts, with everything that tends to go wrong. */
final class NastyValues {
  private static final String[] PIECES = {
    "a",
    "b",
    "A",
    "ab",
    "%",
    "_",
    "\\",
    "'",
    "\"",
    "\n",
    "\t",
    " ",
    "  ",
    ".",
    ",",
    "{",
    "}",
    "ä",
    "ß",
    "İ",
    "\uD83D\uDE00",
    "\uD800\uDC00",
    "\uFFFD",
    "e\u0301",
    "0",
    "1",
    "-",
    "NULL",
    "scanner.",
    ".suspicious",
    "é"
  };

  private final Random random;

  NastyValues(long seed) {
    this.random = new Random(seed);
  }

  /** A value of the type, or null. */
  String next(String type) {
    return random.nextInt(12) == 0 ? null : value(type);
  }

  private String value(String type) {
    return switch (type) {
      case "boolean" -> pick("t", "f");
      case "smallint" -> integer(Short.MIN_VALUE, Short.MAX_VALUE);
      case "integer" -> integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
      case "bigint" -> integer(Long.MIN_VALUE, Long.MAX_VALUE);
      case "numeric" -> numeric();
      case "real" -> floating(true);
      case "double precision" -> floating(false);
      case "text", "character varying" -> text();
      case "character" -> text() + " ".repeat(random.nextInt(3));
      case "uuid" -> pick("00000000-0000-0000-0000-000000000000", uuid(), uuid());
      case "date" -> date();
      case "timestamp without time zone" -> timestamp();
      case "timestamp with time zone" -> timestamp();
      case "interval" -> interval();
      case "jsonb" -> json(3);
      case "text[]", "character varying[]" -> array(() -> random.nextInt(3) == 0 ? "a" : text());
      case "integer[]" -> array(() -> integer(Integer.MIN_VALUE, Integer.MAX_VALUE));
      case "bigint[]" -> array(() -> integer(Long.MIN_VALUE, Long.MAX_VALUE));
      default -> throw new AssertionError("no values of type " + type);
    };
  }

  String pick(String... values) {
    return values[random.nextInt(values.length)];
  }

  private String uuid() {
    return new java.util.UUID(random.nextLong(), random.nextLong()).toString();
  }

  private String integer(long min, long max) {
    return switch (random.nextInt(5)) {
      case 0 -> Long.toString(random.nextBoolean() ? min : max);
      case 1 -> Long.toString(random.nextBoolean() ? min + 1 : max - 1);
      case 2 -> Long.toString(random.nextLong() % Math.max(1, max >> random.nextInt(15)));
      default -> Long.toString(random.nextInt(13) - 6);
    };
  }

  String small() {
    return Integer.toString(random.nextInt(13) - 6);
  }

  private String digits(int max) {
    StringBuilder digits = new StringBuilder();
    for (int i = random.nextInt(max) + 1; i > 0; i--) {
      digits.append(random.nextInt(3) == 0 ? '0' : (char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }

  private String numeric() {
    String sign = random.nextBoolean() ? "-" : "";
    return switch (random.nextInt(10)) {
      case 0 -> pick("NaN", "Infinity", "-Infinity");
      case 1 -> pick("0", "0.00", "1", "1.0", "-1", "10", "100.000", "2147483647.5", "-32768.5");
      case 2 -> sign + digits(2) + ".5";
      case 3 -> sign + digits(40);
      case 4 -> sign + "0." + digits(40);
      case 5 -> pick("9223372036854775807.49", "9223372036854775807.5", "-9223372036854775808.5");
      case 6 -> sign + digits(4);
      default -> sign + digits(8) + "." + digits(8);
    };
  }

  private String floating(boolean single) {
    return switch (random.nextInt(8)) {
      case 0 -> pick("NaN", "Infinity", "-Infinity", "-0", "0");
      case 1 ->
          single
              ? pick("3.4028235e38", "1e-45", "1.17549435e-38", "16777217")
              : pick(
                  "1.7976931348623157e308",
                  "5e-324",
                  "2.2250738585072014e-308",
                  "9007199254740993");
      case 2 -> pick("0.5", "1.5", "2.5", "-0.5", "-1.5", "2147483647", "1e15", "1e6", "123456.7");
      case 3 -> Double.toString(single ? Float.intBitsToFloat(finite()) : wide());
      case 4 -> Double.toString(random.nextGaussian() * 1e10);
      default -> Double.toString((double) random.nextInt(2000) / 8 - 100);
    };
  }

  private int finite() {
    int bits = random.nextInt();
    return Float.isFinite(Float.intBitsToFloat(bits)) ? bits : 1;
  }

  private double wide() {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) ? value : Math.scalb(1.0, random.nextInt(1000));
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(pick(PIECES));
    }
    return text.toString();
  }

  private String date() {
    return switch (random.nextInt(6)) {
      case 0 -> pick("infinity", "-infinity", "4714-11-24 BC", "5874897-12-31");
      case 1 -> pick("2000-02-29", "1900-02-28", "2024-12-31", "0001-01-01", "0001-12-31 BC");
      case 2 -> pick("294276-12-31", "294277-01-01", "10000-01-01", "99999-06-30", "0044-03-15 BC");
      default -> day();
    };
  }

  private String day() {
    return String.format(
        "%04d-%02d-%02d",
        1990 + random.nextInt(40), 1 + random.nextInt(12), 1 + random.nextInt(28));
  }

  private String timestamp() {
    return switch (random.nextInt(6)) {
      case 0 -> pick("infinity", "-infinity", "4714-11-24 00:00:00 BC");
      case 1 ->
          pick("294276-12-31 23:59:59.999999", "10000-01-01 00:00:00", "0044-03-15 12:00:00 BC");
      case 2 -> pick("2024-02-29 23:59:59.999999", "2024-01-31 00:00:00", "1999-12-31 23:59:59.5");
      case 3 -> day() + " 00:00:00";
      default ->
          day()
              + String.format(
                  " %02d:%02d:%02d.%06d",
                  random.nextInt(24),
                  random.nextInt(60),
                  random.nextInt(60),
                  random.nextInt(1_000_000));
    };
  }

  private String interval() {
    return switch (random.nextInt(6)) {
      case 0 -> pick("0", "1 mon", "-1 mon", "1 year", "178000000 years", "-178000000 years");
      case 1 -> pick("infinity", "-infinity");
      case 2 -> small() + " years " + small() + " mons " + small() + " days";
      case 3 -> small() + " days " + small() + " hours " + small() + ".25 seconds";
      case 4 -> integer(Integer.MIN_VALUE, Integer.MAX_VALUE) + " seconds";
      default -> small() + " mons " + random.nextInt(100000) + " seconds";
    };
  }

  String json(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 9)) {
      case 0 -> pick("null", "true", "false");
      case 1 -> pick("0", "1", "1.0", "-1.50", "1e3", "12345678901234567890.123", "1E-5", "-0");
      case 2, 3 -> quoted(random.nextInt(2) == 0 ? pick("a", "b", "ab", "1") : text());
      case 4 -> pick("\"\\u0001\\u001f\"", "\"\\ud83d\\ude00\"", "\"\\/\\b\\f\"", "{}", "[]");
      case 5, 6 -> jsonArray(depth - 1);
      default -> jsonObject(depth - 1);
    };
  }

  private String jsonArray(int depth) {
    StringBuilder array = new StringBuilder("[");
    for (int i = random.nextInt(4); i > 0; i--) {
      array.append(json(depth)).append(i > 1 ? "," : "");
    }
    return array.append("]").toString();
  }

  private String jsonObject(int depth) {
    StringBuilder object = new StringBuilder("{");
    for (int i = random.nextInt(4); i > 0; i--) {
      String key = random.nextInt(3) == 0 ? text() : pick("a", "b", "ab", "1", "");
      object.append(quoted(key)).append(":").append(json(depth)).append(i > 1 ? "," : "");
    }
    return object.append("}").toString();
  }

  private static String quoted(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
    return '"' + escaped.replace("\n", "\\n").replace("\t", "\\t") + '"';
  }

  private String array(Supplier<String> elements) {
    if (random.nextInt(10) == 0) {
      String one = element(elements);
      return "[0:1]={" + one + "," + element(elements) + "}";
    }
    if (random.nextInt(10) == 0) {
      String row = "{" + element(elements) + "," + element(elements) + "}";
      return "{" + row + "," + row + "}";
    }
    List<String> all = new java.util.ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      all.add(element(elements));
    }
    return "{" + String.join(",", all) + "}";
  }

  private String element(Supplier<String> elements) {
    if (random.nextInt(5) == 0) {
      return "NULL";
    }
    return '"' + elements.get().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
