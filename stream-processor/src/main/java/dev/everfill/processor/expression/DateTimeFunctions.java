package dev.everfill.processor.expression;

import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.Expression.Call;
import java.time.LocalDate;
import java.util.List;

/** Functions of dates and timestamps whose results depend on no time zone. */
final class DateTimeFunctions {
  /** The first date that PostgreSQL can keep: 4714-11-24 BC. */
  private static final long MIN_DATE = -2_451_545;

  /** The first date too late to be kept, 5874898-06-04. */
  private static final long END_DATE = 2_147_483_494L - 2_451_545;

  private static final long MIN_TIMESTAMP = -211_813_488_000_000_000L;
  private static final long END_TIMESTAMP = 9_223_371_331_200_000_000L;

  private DateTimeFunctions() {}

  static void register(Registry registry) {
    String timestamp = "timestamp without time zone";
    registry
        .add("timezone(text," + timestamp + ")", DateTimeFunctions::bindZone)
        .add("timezone(text,timestamp with time zone)", DateTimeFunctions::bindZone);
    registry
        .binary("date_pli(date,integer)", (d, n) -> addDays((Long) d, (Long) n))
        .binary("date_mii(date,integer)", (d, n) -> addDays((Long) d, -(Long) n))
        .binary("date_mi(date,date)", (a, b) -> daysBetween((Long) a, (Long) b))
        .unary("timestamp(date)", d -> midnight((Long) d))
        .unary("date(" + timestamp + ")", t -> day((Long) t))
        .binary(
            "timestamp_pl_interval(" + timestamp + ",interval)",
            (t, i) -> add((Long) t, (Interval) i, 1))
        .binary(
            "timestamp_mi_interval(" + timestamp + ",interval)",
            (t, i) -> add((Long) t, (Interval) i, -1))
        .binary(
            "date_pl_interval(date,interval)", (d, i) -> add(midnight((Long) d), (Interval) i, 1))
        .binary(
            "date_mi_interval(date,interval)", (d, i) -> add(midnight((Long) d), (Interval) i, -1));
  }

  /** In UTC both kinds of timestamp are the same number; other zones' rules are the server's. */
  private static Evaluator bindZone(Call call, List<Evaluator> arguments) {
    if (call.arguments().get(0) instanceof Expression.Constant zone && "UTC".equals(zone.text())) {
      return arguments.get(1);
    }
    throw new IllegalArgumentException("AT TIME ZONE is only supported with the constant 'UTC'");
  }

  private static Object addDays(long date, long days) {
    if (DateTimeForm.infinite(date)) {
      return date;
    }
    long result = date + days;
    if (result < MIN_DATE || result >= END_DATE) {
      throw new EvaluationException("22008", "date out of range");
    }
    return result;
  }

  private static Object daysBetween(long a, long b) {
    if (DateTimeForm.infinite(a) || DateTimeForm.infinite(b)) {
      throw new EvaluationException("22008", "cannot subtract infinite dates");
    }
    return a - b;
  }

  private static long midnight(long date) {
    if (DateTimeForm.infinite(date)) {
      return date;
    }
    if (date >= END_TIMESTAMP / DateTimeForm.DAY) {
      throw new EvaluationException("22008", "date out of range for timestamp");
    }
    return date * DateTimeForm.DAY;
  }

  private static Object day(long timestamp) {
    return DateTimeForm.infinite(timestamp)
        ? timestamp
        : Math.floorDiv(timestamp, DateTimeForm.DAY);
  }

  /** Months first (the day is cut to the month's last), then days, then the rest. */
  private static Object add(long timestamp, Interval interval, int sign) {
    if (interval.infinite()) {
      return addInfinite(timestamp, interval.equals(Interval.INFINITY) == sign > 0);
    }
    if (DateTimeForm.infinite(timestamp)) {
      return timestamp;
    }
    try {
      long day = Math.floorDiv(timestamp, DateTimeForm.DAY);
      long time = Math.floorMod(timestamp, DateTimeForm.DAY);
      LocalDate moved =
          DateTimeForm.localDate(day)
              .plusMonths((long) sign * interval.months())
              .plusDays((long) sign * interval.days());
      long micros = Math.multiplyExact(DateTimeForm.days(moved), DateTimeForm.DAY);
      micros = Math.addExact(Math.addExact(micros, time), sign * interval.micros());
      return bounded(micros);
    } catch (ArithmeticException overflow) {
      throw outOfRange();
    }
  }

  static long bounded(long timestamp) {
    if (timestamp < MIN_TIMESTAMP || timestamp >= END_TIMESTAMP) {
      throw outOfRange();
    }
    return timestamp;
  }

  private static Object addInfinite(long timestamp, boolean later) {
    long result = later ? DateTimeForm.INFINITY : DateTimeForm.NEGATIVE_INFINITY;
    if (DateTimeForm.infinite(timestamp) && timestamp != result) {
      throw outOfRange();
    }
    return result;
  }

  private static EvaluationException outOfRange() {
    return new EvaluationException("22008", "timestamp out of range");
  }
}
