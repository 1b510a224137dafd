package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * The world of the fault tests: every version in the sources only grows, and triggers write down
 * what happens to the target, so that code which shares nothing with the product can judge it.
 */
final class Ledger {
  static final Oracle.Field COPIED =
      new Oracle.Field(
          "copy",
          "id",
          List.of("version", "body"),
          "SELECT c.id, s.version, s.body FROM copy c LEFT JOIN source s ON s.id = c.source_id",
          List.of("NULL", "NULL"));

  static final Oracle.Field COUNTED =
      new Oracle.Field(
          "copy",
          "id",
          List.of("latest", "entries"),
          "SELECT copy_id AS id, max(version) AS latest, count(*) AS entries FROM entry"
              + " GROUP BY copy_id",
          List.of("NULL", "0"));

  static final List<Oracle.Field> FIELDS = List.of(COPIED, COUNTED);

  /** The {@code fields:} of a configuration. */
  static final String YAML =
      Fields.yaml(List.of(COPIED))
          + Fields.yaml(List.of(COUNTED)).replace("fields:\n", "")
          + "    otherwise: {entries: 0}\n";

  /** Many times what an echo needs. */
  private static final Duration STILL = Duration.ofMillis(700);

  private final Scenario scenario;
  final int rows;
  private String untouched;

  Ledger(Scenario scenario, int rows) {
    this.scenario = scenario;
    this.rows = rows;
  }

  /** Makes the tables and {@link #rows} rows in each. */
  void create() throws SQLException, IOException {
    try (InputStream schema = Ledger.class.getResourceAsStream("ledger.sql")) {
      scenario.execute(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
    }
    String series = " FROM generate_series(1::bigint, " + rows + ") g";
    scenario.execute("INSERT INTO public.source SELECT g, 1, 'body ' || g" + series);
    scenario.execute("INSERT INTO public.entry SELECT g, 1 + (g * 7) % " + rows + ", g" + series);
    scenario.execute(
        "INSERT INTO public.copy (id, source_id, untouched) SELECT g, g, md5(g::text)" + series);
    scenario.execute("ANALYZE public.source, public.entry, public.copy");
    untouched = untouched();
  }

  /** New versions for a range of rows, in one transaction. */
  void bump(long from, long to) throws SQLException {
    scenario.execute(
        "UPDATE public.source SET version = version + 1 WHERE id BETWEEN " + from + " AND " + to);
  }

  void trouble(String kind, long row) throws SQLException {
    scenario.execute("INSERT INTO public.trouble VALUES ('" + kind + "', " + row + ")");
  }

  void noTrouble() throws SQLException {
    scenario.execute("TRUNCATE public.trouble");
  }

  /** Ends what a lost connection of the application may have left half done. */
  void repair() throws SQLException {
    scenario.execute("UPDATE public.copy SET source_id = id WHERE source_id IS NULL");
  }

  /** How often a row in trouble was tried, successful or not. */
  long attempts() throws SQLException {
    return scenario.number(
        "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM public.attempts");
  }

  /** The last number of the audit, to look at what follows it. */
  long audited() throws SQLException {
    return scenario.number("SELECT coalesce(max(n), 0) FROM public.audit");
  }

  /** How many rows of the target hold what their source says now; −1 while nobody answers. */
  long right(long from, long to) {
    return scenario.quietNumber(
        "SELECT count(*) FROM public.copy c JOIN public.source s ON s.id = c.source_id WHERE"
            + " c.version = s.version AND c.id BETWEEN "
            + from
            + " AND "
            + to);
  }

  /** I1, I2 and I6, and that there was something to judge. */
  void assertInvariants(String as) throws SQLException {
    scenario.assertEqualsOracle(FIELDS, as);
    assertThat(scenario.number("SELECT count(*) FROM public.audit")).as(as).isPositive();
    assertThat(scenario.texts("SELECT wrong FROM public.audit WHERE wrong IS NOT NULL LIMIT 5"))
        .as(as + ": writes that nobody asked for")
        .isEmpty();
    assertThat(untouched()).as(as + ": other columns").isEqualTo(untouched);
    for (String column : List.of("version", "latest")) {
      assertThat(scenario.texts(wentBack(column))).as(as + ": " + column + " went back").isEmpty();
    }
  }

  /** I5, while the application is silent: nothing is written round and round. */
  void assertStill(String as) throws SQLException {
    long before = audited();
    Scenario.pause(STILL);
    assertThat(audited()).as(as + ": writes although nothing changes").isEqualTo(before);
  }

  private static String wentBack(String column) {
    return "SELECT format('%s: %s after %s', id, "
        + column
        + ", before) FROM (SELECT n, id, "
        + column
        + ", lag("
        + column
        + ") OVER (PARTITION BY id ORDER BY n) AS before FROM public.audit WHERE "
        + column
        + " IS NOT NULL) a WHERE before > "
        + column
        + " LIMIT 5";
  }

  /** I4: the most rows written in any window of this length that begins with a write. */
  long mostWritten(String window) throws SQLException {
    return scenario.number(
        "SELECT coalesce(max(c), 0) FROM (SELECT count(*) OVER (ORDER BY at RANGE BETWEEN CURRENT ROW"
            + " AND INTERVAL '"
            + window
            + "' FOLLOWING EXCLUDE NO OTHERS) AS c FROM public.audit) w");
  }

  /** A hash of all that nobody is to write: neither the application here nor Everfill. */
  private String untouched() throws SQLException {
    return scenario
        .texts(
            "SELECT md5(string_agg(md5(ROW(id, untouched)::text), '' ORDER BY id))"
                + " FROM public.copy WHERE id <= "
                + rows)
        .get(0);
  }
}
