package dev.everfill.base.definition.catalog;

/**
 * A function.
 *
 * @param schema where it lives
 * @param signature as {@code Expression.Call.function} names it
 * @param volatility {@code i}mmutable, {@code s}table or {@code v}olatile
 */
public record FunctionFacts(
    String schema, String name, String signature, String volatility, boolean returnsSet) {
  /** Whether it belongs to PostgreSQL itself. */
  public boolean builtIn() {
    return schema.equals("pg_catalog");
  }
}
