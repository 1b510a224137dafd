package dev.everfill.processor.expression;

/**
 * The values of {@code numeric} that are no BigDecimal, in PostgreSQL's order around the others.
 */
public enum SpecialNumber {
  NEGATIVE_INFINITY("-Infinity"),
  INFINITY("Infinity"),
  /** Equal to itself and greater than everything else. */
  NAN("NaN");

  private final String text;

  SpecialNumber(String text) {
    this.text = text;
  }

  /** PostgreSQL's text form, or null if the text is an ordinary number's. */
  static SpecialNumber of(String text) {
    for (SpecialNumber special : values()) {
      if (special.text.equals(text)) {
        return special;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return text;
  }
}
