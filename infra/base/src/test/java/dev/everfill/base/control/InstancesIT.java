package dev.everfill.base.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.Table;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.postgres.ConnectionBudget;
import dev.everfill.base.postgres.Database;
import dev.everfill.base.postgres.PoolSettings;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the processes say of themselves, and who still counts as running. */
class InstancesIT {
  private static final String NAME = "instances";
  private static final InstanceStore STORE = new InstanceStore(NAME);
  private static final FieldRef FIELD = new FieldRef("items.v", 1);

  private static TestDatabase db;
  private static Database database;

  @BeforeAll
  static void open() {
    db = TestPostgres.v18().database();
    database =
        new Database(
            new PostgresSettings(db.url(), db.user(), db.password()),
            new PoolSettings(2, Duration.ofSeconds(10), Duration.ofSeconds(5)),
            "instances-test");
    new ControlSchema(database, NAME).migrate();
    Table table = new Table(new TableName("public", "items"), 1, List.of(), List.of());
    Relation.Project plan =
        new Relation.Project(new Relation.Scan(table, "i", List.of()), List.of());
    FieldDefinition definition =
        new FieldDefinition("items.v", table, List.of(), "SELECT 1", plan, Map.of(), 1);
    asked(c -> new FieldStore(NAME).register(c, definition, "{}", "one", 2));
  }

  @BeforeEach
  void nobodyRuns() {
    db.execute("DELETE FROM instances.instance");
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void aBeatIsOneRowThatIsRenewed() {
    beat("a", new ConnectionBudget.Usage(3, 15, false));
    beat("a", new ConnectionBudget.Usage(12, 15, true));
    InstanceStatus seen = asked(STORE::read).get(0);
    assertThat(asked(STORE::read)).hasSize(1);
    assertThat(seen.connections()).isEqualTo(new ConnectionBudget.Usage(12, 15, true));
    assertThat(seen.host()).isEqualTo("host");
    assertThat(seen.pid()).isEqualTo(4711);
    assertThat(seen.seenAt()).isAfter(seen.startedAt());
    assertThat(seen.age()).isBetween(0.0, 60.0);
    leave("a");
    assertThat(asked(STORE::read)).isEmpty();
  }

  @Test
  void aFieldsRateIsWhatItsInstancesSettleTogetherAsLongAsTheyAreHeardOf() {
    beat("a", usage(), rate(FIELD, 100), rate(new FieldRef("items.v", 2), 5));
    beat("b", usage(), rate(FIELD, 30));
    beat("c", usage(), rate(FIELD, 7));
    assertThat(rates(null)).isEqualTo(Map.of(FIELD, 137.0));
    assertThat(rates("a")).isEqualTo(Map.of(FIELD, 37.0));
    db.execute(
        "UPDATE instances.field_rate SET updated_at = updated_at - interval '11 s'"
            + " WHERE instance = 'c'");
    assertThat(rates(null)).as("c is silent").isEqualTo(Map.of(FIELD, 130.0));
    leave("b");
    assertThat(rates(null)).as("b has stopped").isEqualTo(Map.of(FIELD, 100.0));
    beat("a", usage(), rate(FIELD, 50));
    assertThat(rates(null)).isEqualTo(Map.of(FIELD, 50.0));
    assertThat(db.queryLong("SELECT eta_seconds FROM instances.field_rate WHERE instance = 'a'"))
        .isEqualTo(8);
  }

  @Test
  void thoseThatNeverSaidGoodbyeAreForgottenAfterAnHour() {
    beat("old", usage(), rate(FIELD, 1));
    beat("older", usage());
    db.execute(
        "UPDATE instances.instance SET seen_at = seen_at - interval '59 min' WHERE id = 'old'",
        "UPDATE instances.instance SET seen_at = seen_at - interval '61 min' WHERE id = 'older'");
    beat("new", usage());
    assertThat(asked(STORE::read)).extracting(InstanceStatus::id).containsExactly("new", "old");
    assertThat(asked(STORE::read).get(1).age()).isGreaterThan(3_500);
  }

  @Test
  void aRateIsNeverNegative() {
    assertThatThrownBy(() -> rate(FIELD, -1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> rate(FIELD, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new FieldRate(FIELD, 1, OptionalDouble.of(-2)))
        .hasMessageContaining("-2");
  }

  private static ConnectionBudget.Usage usage() {
    return new ConnectionBudget.Usage(1, 15, false);
  }

  private static FieldRate rate(FieldRef field, double perSecond) {
    return new FieldRate(field, perSecond, OptionalDouble.of(8));
  }

  private static Map<FieldRef, Double> rates(String but) {
    return asked(c -> STORE.rates(c, but));
  }

  private static void beat(String id, ConnectionBudget.Usage usage, FieldRate... rates) {
    InstanceStatus instance = InstanceStatus.running(id, "host", 4711, usage);
    asked(
        c -> {
          STORE.beat(c, instance, List.of(rates));
          return null;
        });
  }

  private static void leave(String id) {
    asked(
        c -> {
          STORE.forget(c, id);
          return null;
        });
  }

  private static <T> T asked(Database.Work<T> work) {
    return database.inTransaction("asking", work);
  }
}
