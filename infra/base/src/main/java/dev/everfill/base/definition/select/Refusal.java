package dev.everfill.base.definition.select;

/**
 * A SELECT says something that is not supported. Caught where the field's problems are collected.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is supported, as the way out where there is none that is nearer. */
  static final String SUPPORTED =
      "supported are: one table with expressions and WHERE; LEFT or INNER JOIN on the joined table's"
          + " whole primary key; GROUP BY with max, min, count and sum, FILTER and HAVING";

  private final String remedy;

  Refusal(String message, String remedy) {
    super(message, null, false, false);
    this.remedy = remedy;
  }

  Refusal(String message) {
    this(message, SUPPORTED);
  }

  /** The way out. */
  public String remedy() {
    return remedy;
  }
}
