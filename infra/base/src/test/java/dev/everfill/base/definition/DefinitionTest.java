package dev.everfill.base.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.error.Problem;
import dev.everfill.embedded.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a definition holds, and what is said about several at once. */
class DefinitionTest {
  private final PlanJson json = new PlanJson();
  private final TestDatabase database = ExampleDatabases.newest();

  @Test
  void readsTheLastObservation() throws SQLException {
    FieldDefinition field = accepted("transmissions", AcceptedSelects.LAST_SEEN, Map.of());
    assertThat(field.name()).isEqualTo("transmissions.last_seen");
    assertThat(field.generation()).isEqualTo(1);
    assertThat(field.key()).extracting(Column::name).containsExactly("id");
    assertThat(field.values()).extracting(Column::name).containsExactly("last_seen");
    Relation.Aggregate aggregate = (Relation.Aggregate) field.plan().input();
    Relation.Scan scan = (Relation.Scan) aggregate.input();
    assertThat(scan.columns())
        .extracting(Column::name)
        .containsExactly("id", "transmission_id", "timestamp");
    assertThat(aggregate.keys()).containsExactly(new Expression.Input(1, column(scan, 1)));
    assertThat(aggregate.aggregates())
        .extracting(Relation.AggregateCall::function)
        .containsExactly("max(timestamp with time zone)");
    assertThat(field.plan().columns()).extracting(Column::name).containsExactly("id", "last_seen");
  }

  @Test
  void readsTheJoinedVersion() throws SQLException {
    FieldDefinition field = accepted("skills", AcceptedSelects.SUMMARY, Map.of());
    Relation.Join join = (Relation.Join) field.plan().input();
    assertThat(join.kind()).isEqualTo(Relation.JoinKind.LEFT);
    assertThat(join.foreignKey()).containsExactly(1);
    assertThat(join.left().columns())
        .extracting(Column::name)
        .containsExactly("id", "latest_version_id");
    assertThat(join.right().alias()).isEqualTo("v");
    Expression.Case summary = (Expression.Case) field.plan().outputs().get(1).expression();
    Expression.Call build = (Expression.Call) summary.branches().get(0).result();
    assertThat(build.function()).isEqualTo("jsonb_build_object(\"any\")");
    assertThat(build.arguments()).hasSize(12);
  }

  @Test
  void keepsOtherwiseInPostgresTextForm() throws SQLException {
    FieldDefinition field =
        accepted("skills", AcceptedSelects.SUSPICIOUS, Map.of("is_suspicious", "no"));
    assertThat(field.otherwise()).isEqualTo(Map.of("is_suspicious", "f"));
  }

  @Test
  void fingerprintsTheMeaning() throws SQLException {
    String select = AcceptedSelects.LAST_SEEN;
    FieldDefinition field = accepted("transmissions", select, Map.of());
    String print = json.fingerprint(field);
    assertThat(print).matches("[0-9a-f]{64}");
    FieldDefinition spaced = accepted("transmissions", select.replace(" ", "\n  "), Map.of());
    assertThat(json.fingerprint(spaced.withGeneration(7))).isEqualTo(print);
    FieldDefinition min = accepted("transmissions", select.replace("max(", "min("), Map.of());
    assertThat(json.fingerprint(min)).isNotEqualTo(print);
    FieldDefinition other =
        accepted("transmissions", select, Map.of("last_seen", "2020-01-01 01:00+01"));
    assertThat(other.otherwise()).isEqualTo(Map.of("last_seen", "2020-01-01 00:00:00+00"));
    assertThat(json.fingerprint(other)).isNotEqualTo(print);
    database.execute("ALTER TABLE observations ADD COLUMN later text");
    try {
      FieldDefinition wider = accepted("transmissions", select, Map.of());
      assertThat(wider).isNotEqualTo(field);
      assertThat(json.fingerprint(wider)).isEqualTo(print);
    } finally {
      database.execute("ALTER TABLE observations DROP COLUMN later");
    }
  }

  @Test
  void capturesKeysAndWhatIsRead() throws SQLException {
    Map<TableName, CapturedColumns> captured =
        SourceColumns.of(
            List.of(
                accepted("transmissions", AcceptedSelects.LAST_SEEN, Map.of()),
                accepted("skills", AcceptedSelects.SUSPICIOUS, Map.of()),
                accepted("skills", AcceptedSelects.SUMMARY, Map.of())));
    assertThat(captured.keySet())
        .extracting(TableName::table)
        .containsExactly("observations", "skill_versions", "skills", "transmissions");
    assertThat(captured.get(new TableName("public", "skills")).columns())
        .extracting(Column::name)
        .containsExactly("id", "moderation_flags", "moderation_reason", "latest_version_id");
    assertThat(captured.get(new TableName("public", "transmissions")).columns())
        .extracting(Column::name)
        .containsExactly("id");
  }

  @Test
  void namesThePlaceInTheSelect() throws SQLException {
    String select = "SELECT id, -- é\n  nme AS label\nFROM transmissions";
    List<Problem> problems = analyse(field("a", "transmissions", select)).problems();
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).place()).isEqualTo("a.select line 2 column 3");
    assertThat(problems.get(0).remedy()).contains("transmissions.name");
  }

  @Test
  void reportsConflictsBetweenFields() throws SQLException {
    String reading = "SELECT id, name AS label FROM transmissions WHERE last_seen IS NULL";
    List<Problem> problems =
        analyse(
                field("a", "transmissions", AcceptedSelects.LAST_SEEN),
                field("b", "transmissions", AcceptedSelects.LAST_SEEN.replace("max", "min")),
                field("c", "conversations", reading.replace("name AS label", "name AS title")))
            .problems();
    assertThat(problems).extracting(Problem::place).contains("b.select", "c.select");
    assertThat(problems)
        .anyMatch(p -> p.message().contains("two fields write public.transmissions.last_seen"))
        .anyMatch(p -> p.message().contains("which the field transmissions.last_seen writes"));
  }

  @Test
  void namesTheGrantsToRun() throws SQLException {
    String role = "reader_" + database.name();
    database.execute(
        "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'",
        "GRANT SELECT (id) ON transmissions TO " + role);
    assertThat(grants(role)).contains("GRANT SELECT ON public.observations TO " + role);
    database.execute("GRANT SELECT (transmission_id, \"timestamp\") ON observations TO " + role);
    assertThat(grants(role))
        .containsExactlyInAnyOrder(
            "GRANT SELECT (last_seen) ON public.transmissions TO " + role,
            "GRANT UPDATE (last_seen) ON public.transmissions TO " + role,
            "GRANT SELECT (id) ON public.observations TO " + role);
    database.execute(
        "GRANT SELECT (last_seen), UPDATE (last_seen) ON public.transmissions TO " + role,
        "GRANT SELECT (id) ON public.observations TO " + role);
    assertThat(grants(role)).isEmpty();
  }

  private List<String> grants(String role) throws SQLException {
    try (Connection connection = database.connectAs(role, "secret")) {
      FieldInput field = field("a", "transmissions", AcceptedSelects.LAST_SEEN);
      return analyser().analyse(connection, List.of(field)).problems().stream()
          .map(Problem::remedy)
          .toList();
    }
  }

  private static DataType column(Relation.Scan scan, int index) {
    return scan.columns().get(index).type();
  }

  private static Analyser analyser() {
    return new Analyser(new AllFunctions(), Duration.ofSeconds(10));
  }

  private FieldDefinition accepted(String target, String select, Map<String, String> otherwise)
      throws SQLException {
    return analyse(new FieldInput("a", target, select, otherwise)).orThrow().get(0);
  }

  private static FieldInput field(String place, String target, String select) {
    return new FieldInput(place, target, select, Map.of());
  }

  private Analysis analyse(FieldInput... fields) throws SQLException {
    try (Connection connection = database.connect()) {
      return analyser().analyse(connection, List.of(fields));
    }
  }
}
