package dev.everfill.processor.expression;

import java.time.LocalDate;

/**
 * PostgreSQL's ISO text of dates and timestamps. Dates are days and timestamps microseconds since
 * 2000-01-01 (UTC), as in PostgreSQL, so that its whole range fits; the infinities are the extremes
 * of long.
 */
final class DateTimeForm {
  static final long DAY = 86_400_000_000L;
  static final long INFINITY = Long.MAX_VALUE;
  static final long NEGATIVE_INFINITY = Long.MIN_VALUE;

  /** 2000-01-01 counted from 1970-01-01. */
  static final long EPOCH_DAY = 10_957;

  private DateTimeForm() {}

  static boolean infinite(long value) {
    return value == INFINITY || value == NEGATIVE_INFINITY;
  }

  static LocalDate localDate(long days) {
    return LocalDate.ofEpochDay(days + EPOCH_DAY);
  }

  static long days(LocalDate date) {
    return date.toEpochDay() - EPOCH_DAY;
  }

  static String date(long days) {
    if (infinite(days)) {
      return days == INFINITY ? "infinity" : "-infinity";
    }
    LocalDate date = localDate(days);
    return day(date) + era(date);
  }

  /** A timestamp's text: {@code separator} between date and time, {@code zone} behind the time. */
  static String timestamp(long micros, char separator, String zone) {
    if (infinite(micros)) {
      return micros == INFINITY ? "infinity" : "-infinity";
    }
    LocalDate date = localDate(Math.floorDiv(micros, DAY));
    return day(date) + separator + time(Math.floorMod(micros, DAY)) + zone + era(date);
  }

  private static String day(LocalDate date) {
    int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
    StringBuilder text = new StringBuilder(20);
    pad(text, year, 4).append('-');
    pad(text, date.getMonthValue(), 2).append('-');
    return pad(text, date.getDayOfMonth(), 2).toString();
  }

  private static String era(LocalDate date) {
    return date.getYear() > 0 ? "" : " BC";
  }

  /** HH:MM:SS with as many digits of a second as needed. */
  static String time(long micros) {
    StringBuilder text = new StringBuilder(15);
    long seconds = micros / 1_000_000;
    pad(text, seconds / 3600, 2).append(':');
    pad(text, seconds / 60 % 60, 2).append(':');
    pad(text, seconds % 60, 2);
    long fraction = micros % 1_000_000;
    if (fraction != 0) {
      pad(text.append('.'), fraction, 6);
      while (text.charAt(text.length() - 1) == '0') {
        text.setLength(text.length() - 1);
      }
    }
    return text.toString();
  }

  private static StringBuilder pad(StringBuilder text, long number, int width) {
    String digits = Long.toString(number);
    for (int i = digits.length(); i < width; i++) {
      text.append('0');
    }
    return text.append(digits);
  }

  static Long parseDate(String text) {
    return switch (text) {
      case "infinity" -> INFINITY;
      case "-infinity" -> NEGATIVE_INFINITY;
      default -> days(parseDay(text, text.endsWith(" BC")));
    };
  }

  /** Of PostgreSQL's own text, with {@code +00} behind it or not. */
  static Long parseTimestamp(String text) {
    if (text.equals("infinity")) {
      return INFINITY;
    }
    if (text.equals("-infinity")) {
      return NEGATIVE_INFINITY;
    }
    int space = text.indexOf(' ');
    LocalDate date = parseDay(text.substring(0, space), text.endsWith(" BC"));
    return Math.addExact(Math.multiplyExact(days(date), DAY), parseTime(text, space + 1));
  }

  private static LocalDate parseDay(String text, boolean beforeChrist) {
    int month = text.indexOf('-') + 1;
    int year = Integer.parseInt(text, 0, month - 1, 10);
    return LocalDate.of(
        beforeChrist ? 1 - year : year,
        Integer.parseInt(text, month, month + 2, 10),
        Integer.parseInt(text, month + 3, month + 5, 10));
  }

  /** The microseconds of a time HH:MM:SS[.ffffff] that begins at {@code from}. */
  static long parseTime(String text, int from) {
    long seconds =
        Integer.parseInt(text, from, from + 2, 10) * 3600L
            + Integer.parseInt(text, from + 3, from + 5, 10) * 60L
            + Integer.parseInt(text, from + 6, from + 8, 10);
    long fraction = 0;
    int at = from + 8;
    if (at < text.length() && text.charAt(at) == '.') {
      for (int digit = 1; digit <= 6; digit++) {
        boolean there = at + digit < text.length() && Character.isDigit(text.charAt(at + digit));
        fraction = fraction * 10 + (there ? text.charAt(at + digit) - '0' : 0);
        if (!there) {
          at--;
        }
      }
    }
    return seconds * 1_000_000 + fraction;
  }
}
