package dev.everfill.base.definition.catalog;

/**
 * A type.
 *
 * @param name as {@code format_type} prints it
 * @param hasEquality whether two of its values can be compared
 * @param inputImmutable whether reading its text form depends on nothing else
 * @param outputImmutable whether its text form depends on nothing else
 * @param element OID of an array's element type, else 0
 */
public record TypeFacts(
    String name,
    boolean hasEquality,
    boolean inputImmutable,
    boolean outputImmutable,
    long element) {}
