package dev.everfill.base.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.error.Problem;
import dev.everfill.embedded.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused, by name and with a way out, all of it in one go, and nothing happens. */
class RefusedTest {
  private static final String EVERYTHING =
      "SELECT c.relname, c.xmin FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'v')"
          + " ORDER BY c.oid";

  static Stream<TestDatabase> databases() {
    return ExampleDatabases.all().stream();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void refusesSelects(TestDatabase database) throws SQLException {
    List<FieldInput> fields = new ArrayList<>();
    for (RefusedSelects.Case refused : RefusedSelects.ALL) {
      String place = "fields[" + fields.size() + "]";
      fields.add(new FieldInput(place, refused.target(), refused.select(), Map.of()));
    }
    List<Problem> problems = problems(database, fields);
    SoftAssertions softly = new SoftAssertions();
    for (int i = 0; i < fields.size(); i++) {
      RefusedSelects.Case refused = RefusedSelects.ALL.get(i);
      check(softly, problems, fields.get(i), refused.message(), refused.remedy());
    }
    softly.assertAll();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void refusesFields(TestDatabase database) throws SQLException {
    SoftAssertions softly = new SoftAssertions();
    for (RefusedFields.Case refused : RefusedFields.ALL) {
      FieldInput field =
          new FieldInput("fields[0]", refused.target(), refused.select(), refused.otherwise());
      List<Problem> problems = problems(database, List.of(field));
      check(softly, problems, field, refused.message(), refused.remedy());
    }
    softly.assertAll();
  }

  private static void check(
      SoftAssertions softly, List<Problem> problems, FieldInput field, String text, String way) {
    softly
        .assertThat(problems)
        .describedAs("%s ← %s", field.target(), field.select())
        .anyMatch(
            p ->
                p.place().startsWith(field.place() + ".")
                    && p.message().contains(text)
                    && p.remedy().contains(way)
                    && !p.remedy().isBlank());
  }

  private static List<Problem> problems(TestDatabase database, List<FieldInput> fields)
      throws SQLException {
    List<List<String>> before = database.query(EVERYTHING);
    try (Connection connection = database.connect()) {
      Analysis analysis =
          new Analyser(new AllFunctions(), Duration.ofSeconds(10)).analyse(connection, fields);
      assertThat(database.query(EVERYTHING)).isEqualTo(before);
      return analysis.problems();
    }
  }
}
