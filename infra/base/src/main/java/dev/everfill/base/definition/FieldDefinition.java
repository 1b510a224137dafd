package dev.everfill.base.definition;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A field: target columns of one table and the SELECT that fills them, understood and accepted.
 *
 * @param name {@code table.column}; with several target columns the first one names it; a table
 *     outside {@code public} is written {@code schema.table.column}
 * @param target the table that is written
 * @param values the target columns that are written, in the SELECT's order, with the target's types
 * @param select the user's own text; the oracle runs it unchanged
 * @param plan what the text means. Its outputs are one per primary-key column of the target and one
 *     per value column, found by name
 * @param otherwise for target rows to which the SELECT gives no row: the text form by column; a
 *     column that is absent or maps to null gets NULL
 * @param generation from 1; a changed definition is a new generation
 */
public record FieldDefinition(
    String name,
    Table target,
    List<Column> values,
    String select,
    Relation.Project plan,
    Map<String, String> otherwise,
    int generation) {

  public FieldDefinition {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(target, "target");
    values = List.copyOf(values);
    Objects.requireNonNull(select, "select");
    Objects.requireNonNull(plan, "plan");
    otherwise = java.util.Collections.unmodifiableMap(new TreeMap<>(otherwise));
    if (generation < 1) {
      throw new IllegalArgumentException("generation must be at least 1 but was " + generation);
    }
  }

  /** The primary key of the target, in the key's order: what identifies a derived record. */
  public List<Column> key() {
    return target.primaryKey();
  }

  /** The same definition as another generation. */
  public FieldDefinition withGeneration(int other) {
    return new FieldDefinition(name, target, values, select, plan, otherwise, other);
  }
}
