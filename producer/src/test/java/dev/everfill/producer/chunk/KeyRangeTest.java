package dev.everfill.producer.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.Table;
import dev.everfill.base.definition.TableName;
import dev.everfill.producer.CapturedTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRangeTest {
  private static final Column A = new Column("a\"x", new DataType(25, "text", -1));
  private static final Column B = new Column("b", new DataType(23, "integer", -1));

  private static KeyRange range(Column... key) {
    List<Column> columns = List.of(A, B);
    return new KeyRange(
        new CapturedTable(
            new Table(new TableName("my app", "T"), 1, columns, List.of(key)), columns));
  }

  @Test
  void readsTheFirstRowsInTheKeysOwnOrder() {
    assertThat(range(B, A).after(null, 10).toUpperCase(java.util.Locale.ROOT))
        .startsWith("COPY (SELECT \"A\"\"X\", \"B\" FROM \"MY APP\".\"T\"")
        .containsPattern("ORDER BY \"B\", \"A\"\"X\"")
        .endsWith(") TO STDOUT");
  }

  @Test
  void quotesEveryValue() {
    assertThat(range(A).after(List.of("'; DROP TABLE t; --"), 1))
        .contains("'''; DROP TABLE t; --'");
    assertThat(range(A).after(List.of("a\\'b?:c{d}"), 1)).contains("'a\\''b?:c{d}'");
  }

  @Test
  void comparesWholeKeys() {
    assertThat(range(B, A).after(List.of("7", "x"), 1))
        .contains("(\"b\", \"a\"\"x\") > ('7', 'x')");
    assertThat(range(B, A).of(List.of(List.of("7", "x"), List.of("8", "y"))))
        .contains("('7', 'x')", "('8', 'y')");
  }
}
