package dev.everfill.processor.expression;

/** PostgreSQL's errors that several functions raise. */
final class Failures {
  static final String OUT_OF_RANGE = "22003";
  static final String INVALID_TEXT = "22P02";
  static final String INVALID_PARAMETER = "22023";

  private Failures() {}

  static EvaluationException divisionByZero() {
    return new EvaluationException("22012", "division by zero");
  }

  static EvaluationException outOfRange(String type) {
    return new EvaluationException(OUT_OF_RANGE, type + " out of range");
  }

  static EvaluationException numericFieldOverflow() {
    return new EvaluationException(OUT_OF_RANGE, "numeric field overflow");
  }

  static EvaluationException invalidInput(String type, String text) {
    return new EvaluationException(
        INVALID_TEXT, "invalid input syntax for type " + type + ": \"" + text + "\"");
  }

  static EvaluationException invalidParameter(String message) {
    return new EvaluationException(INVALID_PARAMETER, message);
  }
}
