package dev.everfill.base.definition;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which columns of which tables a set of definitions needs. Pure. */
public final class SourceColumns {
  private SourceColumns() {}

  /**
   * Per table the columns that scans read, and the primary keys of the targets, whose rows' coming
   * and going every field has to know.
   *
   * @return sorted by table, unmodifiable
   */
  public static SortedMap<TableName, CapturedColumns> of(Collection<FieldDefinition> definitions) {
    SortedMap<TableName, Table> tables = new TreeMap<>();
    SortedMap<TableName, Set<String>> names = new TreeMap<>();
    Set<TableName> computed = new HashSet<>();
    for (FieldDefinition definition : definitions) {
      add(tables, names, definition.target(), definition.key());
      for (Relation.Scan scan : Plans.scans(definition.plan())) {
        add(tables, names, scan.table(), scan.columns());
        computed.add(scan.table().name());
      }
    }
    SortedMap<TableName, CapturedColumns> captured = new TreeMap<>();
    tables.forEach(
        (name, table) ->
            captured.put(
                name,
                new CapturedColumns(
                    table,
                    table.columns().stream()
                        .filter(c -> names.get(name).contains(c.name()))
                        .toList(),
                    computed.contains(name))));
    return Collections.unmodifiableSortedMap(captured);
  }

  private static void add(
      SortedMap<TableName, Table> tables,
      SortedMap<TableName, Set<String>> names,
      Table table,
      Collection<Column> columns) {
    tables.putIfAbsent(table.name(), table);
    Set<String> wanted = names.computeIfAbsent(table.name(), n -> new LinkedHashSet<>());
    table.primaryKey().forEach(c -> wanted.add(c.name()));
    columns.forEach(c -> wanted.add(c.name()));
  }
}
