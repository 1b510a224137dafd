package dev.everfill.processor.expression;

/**
 * A span of time as PostgreSQL keeps it. The three parts are independent: a month is not a number
 * of days, a day not a number of hours.
 *
 * @param months whole months, also of years
 * @param days whole days
 * @param micros the rest, in microseconds
 */
public record Interval(int months, int days, long micros) {
  /** Later than every other interval. */
  public static final Interval INFINITY =
      new Interval(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

  /** Earlier than every other interval. */
  public static final Interval NEGATIVE_INFINITY =
      new Interval(Integer.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE);

  /** Whether it is one of the two infinities. */
  public boolean infinite() {
    return equals(INFINITY) || equals(NEGATIVE_INFINITY);
  }

  /** The interval of a text that PostgreSQL printed with IntervalStyle postgres. */
  static Interval parse(String text) {
    if (text.equals("infinity")) {
      return INFINITY;
    }
    if (text.equals("-infinity")) {
      return NEGATIVE_INFINITY;
    }
    String[] words = text.split(" ");
    int months = 0;
    int days = 0;
    for (int i = 0; i + 1 < words.length; i += 2) {
      int number = Integer.parseInt(words[i]);
      switch (words[i + 1].charAt(0)) {
        case 'y' -> months += 12 * number;
        case 'm' -> months += number;
        default -> days += number;
      }
    }
    return new Interval(months, days, words.length % 2 == 1 ? time(words[words.length - 1]) : 0);
  }

  private static long time(String text) {
    boolean negative = text.startsWith("-");
    String plain = negative || text.startsWith("+") ? text.substring(1) : text;
    int colon = plain.indexOf(':');
    long hours = Long.parseLong(plain.substring(0, colon)) * 3_600_000_000L;
    long rest = DateTimeForm.parseTime("00" + plain.substring(colon), 0);
    return negative ? -hours - rest : hours + rest;
  }

  /** PostgreSQL's text with IntervalStyle postgres: {@code 1 year 2 mons -3 days +04:05:06}. */
  @Override
  public String toString() {
    if (infinite()) {
      return equals(INFINITY) ? "infinity" : "-infinity";
    }
    StringBuilder text = new StringBuilder();
    boolean signed = false;
    signed = part(text, months / 12, "year", signed);
    signed = part(text, months % 12, "mon", signed);
    signed = part(text, days, "day", signed);
    if (micros != 0 || text.isEmpty()) {
      text.append(text.isEmpty() ? "" : " ").append(micros < 0 ? "-" : signed ? "+" : "");
      text.append(clock());
    }
    return text.toString();
  }

  private String clock() {
    long hours = Math.abs(micros / 3_600_000_000L);
    String time = DateTimeForm.time(Math.abs(micros % 3_600_000_000L));
    return (hours < 10 ? "0" : "") + hours + time.substring(2);
  }

  /** Adds one part; gives whether the next one needs a sign. */
  private static boolean part(StringBuilder text, int number, String unit, boolean signed) {
    if (number == 0) {
      return signed;
    }
    text.append(text.isEmpty() ? "" : " ").append(signed && number > 0 ? "+" : "").append(number);
    text.append(' ').append(unit).append(number == 1 ? "" : "s");
    return number < 0;
  }
}
