package dev.everfill.base.definition.select;

import dev.everfill.base.definition.DataType.Kind;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Text forms of constants of plain types. */
final class ScalarText {
  private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
  private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");

  private ScalarText() {}

  /** The text; null if the kind is none of these. */
  static String of(Kind kind, Datum datum) {
    ByteBuffer bytes = datum.bytes();
    return switch (kind) {
      case BOOLEAN -> bytes.get(0) == 0 ? "f" : "t";
      case SMALLINT -> Short.toString(bytes.getShort(0));
      case INTEGER -> Integer.toString(bytes.getInt(0));
      case BIGINT -> Long.toString(bytes.getLong(0));
      case REAL -> floating(Float.toString(bytes.getFloat(0)), bytes.getFloat(0));
      case DOUBLE -> floating(Double.toString(bytes.getDouble(0)), bytes.getDouble(0));
      case TEXT, VARCHAR, CHAR -> datum.bodyText();
      case DATE -> date(bytes.getInt(0));
      case TIMESTAMP -> timestamp(bytes.getLong(0), "");
      case TIMESTAMPTZ -> timestamp(bytes.getLong(0), "+00");
      case INTERVAL -> interval(bytes.getLong(0), bytes.getInt(8), bytes.getInt(12));
      case UUID -> uuid(bytes);
      default -> null;
    };
  }

  private static String floating(String text, double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15 && value != 0;
    return whole ? Long.toString((long) value) : text;
  }

  private static String uuid(ByteBuffer bytes) {
    long high = Long.reverseBytes(bytes.getLong(0));
    long low = Long.reverseBytes(bytes.getLong(8));
    return new UUID(high, low).toString();
  }

  private static String date(int days) {
    if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
      return days > 0 ? "infinity" : "-infinity";
    }
    LocalDate date = EPOCH.plusDays(days);
    return year(date) + era(date);
  }

  private static String timestamp(long micros, String zone) {
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      return micros > 0 ? "infinity" : "-infinity";
    }
    LocalDateTime time = EPOCH.atStartOfDay().plus(micros, ChronoUnit.MICROS);
    String fraction = fraction(Math.floorMod(micros, 1_000_000L));
    LocalDate date = time.toLocalDate();
    return year(date) + " " + time.format(SECONDS) + fraction + zone + era(date);
  }

  private static String year(LocalDate date) {
    int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
    return String.format("%04d-%02d-%02d", year, date.getMonthValue(), date.getDayOfMonth());
  }

  private static String era(LocalDate date) {
    return date.getYear() > 0 ? "" : " BC";
  }

  private static String fraction(long micros) {
    return micros == 0 ? "" : "." + String.format("%06d", micros).replaceAll("0+$", "");
  }

  /** As {@code IntervalStyle} postgres prints it. */
  private static String interval(long micros, int days, int months) {
    if (days == Integer.MAX_VALUE && months == Integer.MAX_VALUE) {
      return "infinity";
    }
    if (days == Integer.MIN_VALUE && months == Integer.MIN_VALUE) {
      return "-infinity";
    }
    StringBuilder text = new StringBuilder();
    boolean negative = unit(text, months / 12, "year", false);
    negative = unit(text, months % 12, "mon", negative);
    negative = unit(text, days, "day", negative);
    if (micros != 0 || text.isEmpty()) {
      String sign = micros < 0 ? "-" : negative ? "+" : "";
      text.append(text.isEmpty() ? "" : " ").append(sign).append(clock(micros));
    }
    return text.toString();
  }

  /** Appends a part; after a negative part a positive one carries its sign. */
  private static boolean unit(StringBuilder text, int value, String name, boolean negative) {
    if (value == 0) {
      return negative;
    }
    text.append(text.isEmpty() ? "" : " ").append(negative && value > 0 ? "+" : "");
    text.append(value).append(' ').append(name).append(value == 1 ? "" : "s");
    return value < 0;
  }

  private static String clock(long micros) {
    long seconds = Math.abs(micros / 1_000_000);
    long rest = Math.abs(micros % 1_000_000);
    return String.format("%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
        + fraction(rest);
  }
}
