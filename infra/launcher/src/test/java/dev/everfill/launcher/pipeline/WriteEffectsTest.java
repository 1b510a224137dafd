package dev.everfill.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.Table;
import dev.everfill.base.definition.TableName;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a plan says of the target beside its columns. */
class WriteEffectsTest {
  private final TestDatabase database = TestPostgres.v18().database();

  @Test
  void namesWhatFiresWhatRefusesAndWhatIsWrittenToo() throws Exception {
    database.execute(
        "CREATE DOMAIN level AS int CHECK (VALUE > 0)",
        "CREATE TABLE towns (code int PRIMARY KEY)",
        "CREATE TABLE gauge (id int PRIMARY KEY, n level NOT NULL, town int REFERENCES towns,"
            + " other int, CHECK (n < 10), CHECK (other > 0)) PARTITION BY RANGE (id)",
        "CREATE TABLE gauge_1 PARTITION OF gauge FOR VALUES FROM (0) TO (9)",
        "CREATE INDEX by_other ON gauge (other)",
        "CREATE INDEX by_n ON gauge (id) WHERE n > 5",
        "CREATE FUNCTION act() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'");
    trigger("before_all", "BEFORE UPDATE ON gauge");
    trigger("after_n", "AFTER INSERT OR UPDATE OF n ON gauge");
    trigger("of_partition", "AFTER UPDATE ON gauge_1");
    trigger("of_other", "AFTER UPDATE OF other ON gauge");
    trigger("of_delete", "AFTER DELETE ON gauge");
    trigger("asleep", "AFTER UPDATE ON gauge");
    database.execute(
        "ALTER TABLE gauge DISABLE TRIGGER asleep",
        "ALTER TABLE gauge ENABLE ALWAYS TRIGGER after_n");
    long oid = database.queryLong("SELECT 'gauge'::regclass::oid::bigint");
    DataType type = new DataType(23, "integer", -1);
    try (Connection connection = database.connect()) {
      WriteEffects effects =
          WriteEffects.of(connection, field(oid, new Column("n", type), new Column("town", type)));
      assertThat(effects.triggers()).hasSize(3);
      assertThat(effects.triggers().get(0)).contains("before_all", "suppresses");
      assertThat(effects.triggers().get(1)).contains("after_n", "ENABLE ALWAYS");
      assertThat(effects.triggers().get(2)).contains("of_partition").doesNotContain("suppresses");
      assertThat(effects.checks()).hasSize(4);
      assertThat(effects.checks())
          .contains("n is NOT NULL", "n is of the domain level")
          .anyMatch(check -> check.contains("CHECK (n::integer < 10)"))
          .anyMatch(check -> check.contains("FOREIGN KEY (town)"));
      assertThat(effects.indexes()).hasSize(1).first().asString().contains("by_n");
    }
  }

  private void trigger(String name, String when) {
    database.execute(
        "CREATE TRIGGER " + name + " " + when + " FOR EACH ROW EXECUTE FUNCTION act()");
  }

  private static FieldDefinition field(long oid, Column... values) {
    Table table = new Table(new TableName("public", "gauge"), oid, List.of(values), List.of());
    Relation.Project plan =
        new Relation.Project(new Relation.Scan(table, "g", List.of()), List.of());
    return new FieldDefinition("gauge.n", table, List.of(values), "SELECT", plan, Map.of(), 1);
  }
}
