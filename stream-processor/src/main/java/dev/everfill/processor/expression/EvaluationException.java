package dev.everfill.processor.expression;

/** PostgreSQL would have refused to compute this value; the row at hand has none. */
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String sqlState;

  public EvaluationException(String sqlState, String message) {
    super(message);
    this.sqlState = sqlState;
  }

  /** PostgreSQL's SQLSTATE of the same failure: {@code 22012} is a division by zero. */
  public String sqlState() {
    return sqlState;
  }
}
