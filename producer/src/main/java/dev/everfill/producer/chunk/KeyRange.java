package dev.everfill.producer.chunk;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.quotedName;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.table;

import dev.everfill.base.definition.Column;
import dev.everfill.producer.CapturedTable;
import java.util.Collection;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.RowN;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.impl.DSL;

/**
 * The statements that read rows. Key values stand in them as quoted literals without a type, so
 * that PostgreSQL takes them for the column's own type, order and collation; COPY takes no
 * parameters.
 */
final class KeyRange {
  private static final DSLContext SQL = DSL.using(SQLDialect.POSTGRES);

  private final CapturedTable table;

  KeyRange(CapturedTable table) {
    this.table = table;
  }

  /**
   * The rows after a key.
   *
   * @param after the key's text forms; null for the first rows
   */
  String after(List<String> after, int rows) {
    Condition behind = after == null ? DSL.noCondition() : row(key()).gt(literals(after));
    return copy(
        SQL.select(columns()).from(name()).where(behind).orderBy(key()).limit(inline(rows)));
  }

  /** The rows under these keys. */
  String of(Collection<List<String>> keys) {
    List<RowN> wanted = keys.stream().map(KeyRange::literals).toList();
    return copy(SQL.select(columns()).from(name()).where(row(key()).in(wanted)));
  }

  private static String copy(Select<?> select) {
    return "COPY (" + SQL.renderInlined(select) + ") TO STDOUT";
  }

  private static RowN literals(List<String> values) {
    return row(values.stream().map(DSL::inline).toList());
  }

  private org.jooq.Table<?> name() {
    return table(quotedName(table.table().name().schema(), table.table().name().table()));
  }

  private List<Field<Object>> columns() {
    return fields(table.columns());
  }

  private List<Field<Object>> key() {
    return fields(table.table().primaryKey());
  }

  private static List<Field<Object>> fields(List<Column> columns) {
    return columns.stream().map(column -> field(quotedName(column.name()))).toList();
  }
}
