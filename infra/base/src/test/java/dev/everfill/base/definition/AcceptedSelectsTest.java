package dev.everfill.base.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SELECTs that are accepted, on every version of PostgreSQL. */
class AcceptedSelectsTest {
  static Stream<Arguments> accepted() {
    return ExampleDatabases.all().stream()
        .flatMap(
            database ->
                AcceptedSelects.ALL.entrySet().stream()
                    .flatMap(
                        e ->
                            e.getValue().stream()
                                .map(select -> Arguments.of(database, e.getKey(), select))));
  }

  @ParameterizedTest(name = "{1}: {2}")
  @MethodSource("accepted")
  void accepts(TestDatabase database, String target, String select) throws SQLException {
    FieldInput field = new FieldInput("fields[0]", target, select, Map.of());
    try (Connection connection = database.connect()) {
      Analysis analysis =
          new Analyser(new AllFunctions(), Duration.ofSeconds(10))
              .analyse(connection, List.of(field));
      assertThat(analysis.problems()).isEmpty();
      FieldDefinition definition = analysis.orThrow().get(0);
      PlanJson json = new PlanJson();
      assertThat(json.read(json.write(definition))).isEqualTo(definition);
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }
}
