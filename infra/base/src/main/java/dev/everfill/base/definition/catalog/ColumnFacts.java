package dev.everfill.base.definition.catalog;

import dev.everfill.base.definition.Column;

/**
 * A table's column.
 *
 * @param number its attribute number; those of dropped columns are missing
 * @param generated computed by PostgreSQL, so it cannot be written
 * @param identityAlways GENERATED ALWAYS AS IDENTITY
 * @param collation OID, 0 for types without
 * @param selectable whether the connected user may read it
 * @param updatable whether the connected user may write it
 */
public record ColumnFacts(
    int number,
    Column column,
    boolean notNull,
    boolean generated,
    boolean identityAlways,
    long collation,
    boolean selectable,
    boolean updatable) {}
