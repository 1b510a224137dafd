package dev.everfill.base.definition.catalog;

/** An operator, such as {@code +}; {@code function} is the OID of the function behind it. */
public record OperatorFacts(String schema, String name, long function) {}
