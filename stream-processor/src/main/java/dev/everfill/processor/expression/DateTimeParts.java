package dev.everfill.processor.expression;

import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.Expression.Call;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/** {@code extract} and {@code date_trunc}, with the field as a constant, without time zones. */
final class DateTimeParts {
  private static final long SECOND = 1_000_000;

  /** What runs on for ever, so that it is infinite for an infinite date; the rest is NULL then. */
  private static final Map<String, ToLongFunction<LocalDate>> RUNNING =
      Map.of(
          "year", date -> era(date.getYear()),
          "isoyear", date -> era(date.get(IsoFields.WEEK_BASED_YEAR)));

  private static final Map<String, ToLongFunction<LocalDate>> RECURRING =
      Map.of(
          "month", LocalDate::getMonthValue,
          "day", LocalDate::getDayOfMonth,
          "dow", date -> date.getDayOfWeek().getValue() % 7,
          "isodow", date -> date.getDayOfWeek().getValue(),
          "doy", LocalDate::getDayOfYear,
          "quarter", date -> date.get(IsoFields.QUARTER_OF_YEAR),
          "week", date -> date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));

  private static final Map<String, UnaryOperator<LocalDate>> START =
      Map.of(
          "day", date -> date,
          "week", date -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)),
          "month", date -> date.withDayOfMonth(1),
          "quarter", date -> date.with(IsoFields.DAY_OF_QUARTER, 1),
          "year", date -> date.withDayOfYear(1));

  private static final Map<String, Long> CLOCK =
      Map.of("hour", 3600 * SECOND, "minute", 60 * SECOND, "second", SECOND);

  private DateTimeParts() {}

  static void register(Registry registry) {
    String timestamp = "timestamp without time zone";
    registry
        .add("extract(text," + timestamp + ")", (c, a) -> part(a.get(1), field(c), false))
        .add("extract(text,date)", (c, a) -> part(a.get(1), field(c), true))
        .add("date_trunc(text," + timestamp + ")", (c, a) -> truncation(a.get(1), field(c)));
  }

  private static String field(Call call) {
    if (call.arguments().get(0) instanceof Expression.Constant constant
        && constant.text() != null) {
      return constant.text();
    }
    throw new IllegalArgumentException(
        "the field of " + call.name() + " must be a constant, such as 'hour'");
  }

  /** There is no year 0: the one before 1 is −1. */
  private static long era(int year) {
    return year > 0 ? year : year - 1;
  }

  private static Evaluator part(Evaluator argument, String field, boolean ofDate) {
    Implementation.Unary finite = finitePart(field, ofDate);
    boolean running = RUNNING.containsKey(field) || field.equals("epoch");
    return row -> {
      Object value = argument.evaluate(row);
      if (value == null) {
        return null;
      }
      if (DateTimeForm.infinite((Long) value)) {
        boolean later = (Long) value == DateTimeForm.INFINITY;
        SpecialNumber end = later ? SpecialNumber.INFINITY : SpecialNumber.NEGATIVE_INFINITY;
        return running ? end : null;
      }
      return finite.apply(value);
    };
  }

  private static Implementation.Unary finitePart(String field, boolean ofDate) {
    if (field.equals("epoch")) {
      return ofDate ? value -> epochOfDate((Long) value) : value -> epoch((Long) value);
    }
    ToLongFunction<LocalDate> calendar = RUNNING.getOrDefault(field, RECURRING.get(field));
    if (calendar != null) {
      long unit = ofDate ? 1 : DateTimeForm.DAY;
      return value ->
          BigDecimal.valueOf(
              calendar.applyAsLong(DateTimeForm.localDate(Math.floorDiv((Long) value, unit))));
    }
    if (ofDate || !CLOCK.containsKey(field)) {
      throw unsupported(field);
    }
    return value -> clock(field, Math.floorMod((Long) value, DateTimeForm.DAY));
  }

  private static Object clock(String field, long time) {
    return switch (field) {
      case "hour" -> BigDecimal.valueOf(time / CLOCK.get("hour"));
      case "minute" -> BigDecimal.valueOf(time / CLOCK.get("minute") % 60);
      default -> BigDecimal.valueOf(time % CLOCK.get("minute"), 6);
    };
  }

  /** Beyond the range of long PostgreSQL divides instead of shifting, which costs two digits. */
  private static Object epoch(long timestamp) {
    BigDecimal micros =
        BigDecimal.valueOf(timestamp)
            .add(BigDecimal.valueOf(DateTimeForm.EPOCH_DAY * DateTimeForm.DAY));
    if (micros.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0) {
      return micros.movePointLeft(6).setScale(6);
    }
    Object seconds = NumericArithmetic.divide(micros, BigDecimal.valueOf(SECOND));
    return NumericArithmetic.round(seconds, 6, RoundingMode.HALF_UP);
  }

  private static Object epochOfDate(long days) {
    return BigDecimal.valueOf((days + DateTimeForm.EPOCH_DAY) * 86_400);
  }

  private static Evaluator truncation(Evaluator argument, String field) {
    LongUnaryOperator truncate = truncation(field);
    return row -> {
      Object value = argument.evaluate(row);
      boolean same = value == null || DateTimeForm.infinite((Long) value);
      return same ? value : (Object) truncate.applyAsLong((Long) value);
    };
  }

  private static LongUnaryOperator truncation(String field) {
    UnaryOperator<LocalDate> calendar = START.get(field);
    Long clock = CLOCK.get(field);
    if (clock != null) {
      return value -> value - Math.floorMod(value, clock);
    }
    if (calendar == null) {
      throw unsupported(field);
    }
    return value -> {
      LocalDate date = DateTimeForm.localDate(Math.floorDiv(value, DateTimeForm.DAY));
      return DateTimeFunctions.bounded(DateTimeForm.days(calendar.apply(date)) * DateTimeForm.DAY);
    };
  }

  private static IllegalArgumentException unsupported(String field) {
    return new IllegalArgumentException("the field '" + field + "' is not supported here");
  }
}
