package dev.everfill.base.definition.catalog;

/**
 * A collation.
 *
 * @param sqlName quoted and with its schema, ready for SQL
 * @param deterministic whether only equal bytes are equal
 * @param byteOrder whether it orders by the bytes, as collation "C" does
 * @param asciiCase whether only ASCII letters have an upper and lower case, as in "C"
 */
public record CollationFacts(
    String sqlName, boolean deterministic, boolean byteOrder, boolean asciiCase) {
  /** Of types that have no collation. */
  static final CollationFacts NONE = new CollationFacts("", true, true, true);
}
