package dev.everfill.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.everfill.base.control.ControlSchema;
import dev.everfill.base.control.FieldRate;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.FieldStore;
import dev.everfill.base.control.InstanceStatus;
import dev.everfill.base.control.InstanceStore;
import dev.everfill.base.control.PaceReason;
import dev.everfill.base.control.ThrottleStatus;
import dev.everfill.base.control.ThrottleStore;
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
import dev.everfill.launcher.progress.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that act on a pipeline of another process, without that process. */
class ControlCommandsTest {
  private static final FieldRef FIELD = new FieldRef("items.colour", 1);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  private TestDatabase db;
  private Database database;

  @BeforeEach
  void aRegisteredField() {
    db = TestPostgres.v18().database();
    database =
        new Database(
            new PostgresSettings(db.url(), db.user(), db.password()),
            new PoolSettings(2, Duration.ofSeconds(10), Duration.ofSeconds(5)),
            "commands-test");
    new ControlSchema(database, "shop").migrate();
    Table table = new Table(new TableName("public", "items"), 1, List.of(), List.of());
    Relation.Project plan =
        new Relation.Project(new Relation.Scan(table, "i", List.of()), List.of());
    FieldDefinition field =
        new FieldDefinition(FIELD.name(), table, List.of(), "SELECT 1", plan, Map.of(), 1);
    database.inTransaction(
        "registering", c -> new FieldStore("shop").register(c, field, "{}", "one", 1));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private int run(String... args) throws IOException {
    out.reset();
    err.reset();
    Path file = folder.resolve("everfill.yaml");
    String text =
        """
        name: shop
        source: {url: '%s', user: %s, password: '${env:PW}'}
        ops: {bind: '127.0.0.1:1'}
        pace: {rows-per-second: 70}
        fields: [{target: items, select: SELECT 1}]
        """;
    Files.writeString(file, text.formatted(db.url(), db.user()));
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("-c", file.toString()));
    Terminal terminal = new Terminal(stream(out), stream(err), false, false);
    return Everfill.execute(
        terminal, Map.of("PW", db.password(), "HOSTNAME", "desk"), all.toArray(String[]::new));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toByteArray());
  }

  private List<String> events() {
    return db.queryColumn(
        "SELECT actor || ' ' || kind FROM shop.event WHERE kind <> 'registered' ORDER BY id");
  }

  @Test
  void aPauseIsKeptAndSaysWho() throws IOException {
    assertThat(run("pause", "items.colour")).isZero();
    assertThat(err()).contains("items.colour is paused", "everfill resume items.colour");
    assertThat(out()).isEmpty();
    assertThat(run("status", "--json")).isZero();
    assertThat(json().at("/fields/0/state").asText()).isEqualTo("paused");
    assertThat(json().at("/fields/0/paused").asBoolean()).isTrue();
    assertThat(run("resume", "items.colour", "--as", "ann from ops", "--json")).isZero();
    assertThat(json().at("/paused").isBoolean()).isTrue();
    assertThat(json().at("/by").asText()).isEqualTo("ann from ops");
    assertThat(events())
        .containsExactly(System.getProperty("user.name") + "@desk paused", "ann from ops resumed");
  }

  @Test
  void whatAPaceLeavesOutStaysAsItIs() throws IOException {
    assertThat(run("pace", "items.colour", "--rows-per-second", "500")).isZero();
    assertThat(err()).contains("500 rows per second", "max-hold as configured");
    assertThat(run("pace", "items.colour", "--max-hold", "5ms")).isZero();
    assertThat(pace()).isEqualTo("500 5.0 true");
    assertThat(run("pace", "items.colour", "--rows-per-second", "unlimited")).isZero();
    assertThat(pace()).isEqualTo("null 5.0 true");
    assertThat(
            run(
                "pace",
                "items.colour",
                "--rows-per-second",
                "configured",
                "--max-hold",
                "configured"))
        .isZero();
    assertThat(pace()).as("as configured").isEqualTo("70 20.0 false");
    assertThat(events()).hasSize(4).allMatch(event -> event.endsWith("@desk paced"));
  }

  private String pace() throws IOException {
    assertThat(run("status", "--json")).isZero();
    JsonNode pace = json().at("/fields/0/pace");
    return pace.path("rowsPerSecond")
        + " "
        + pace.path("maxHoldMillis")
        + " "
        + pace.path("overridden");
  }

  @Test
  void retryTakesAFieldOrARow() throws IOException {
    assertThat(run("retry", "items.colour")).isZero();
    assertThat(err()).contains("no rows in quarantine");
    db.execute(
        "INSERT INTO shop.quarantine (field, generation, topic, partition, record_offset, key,"
            + " columns, message) VALUES ('items.colour', 1, 't', 0, 1, '[\"1\"]', '{}', 'no'),"
            + " ('items.colour', 1, 't', 0, 2, '[\"2\"]', '{}', 'no')");
    long id = db.queryLong("SELECT min(id) FROM shop.quarantine");
    assertThat(run("retry", "--id", String.valueOf(id), "--json")).isZero();
    assertThat(json().at("/id").asLong()).isEqualTo(id);
    assertThat(requested()).isEqualTo(1);
    assertThat(run("retry", "items.colour", "--json")).isZero();
    assertThat(json().at("/rows").asInt()).isEqualTo(2);
    assertThat(requested()).isEqualTo(2);
    assertThat(run("retry", "--id", "4711")).isEqualTo(2);
    assertThat(err()).contains("--id 4711", "no such row");
    assertThat(events()).containsOnly(System.getProperty("user.name") + "@desk retry_requested");
  }

  private long requested() {
    return db.queryLong(
        "SELECT count(*) FROM shop.quarantine WHERE retry_requested_at IS NOT NULL");
  }

  @Test
  void aFieldThatIsNotThereIsAnsweredWithTheOneThatWasMeant() throws IOException {
    for (String[] verb :
        new String[][] {
          {"pause"}, {"resume"}, {"retry"}, {"pace", "--rows-per-second", "5"},
        }) {
      List<String> args = new ArrayList<>(List.of(verb));
      args.add("items.color");
      assertThat(run(args.toArray(String[]::new))).as(verb[0]).isEqualTo(2);
      assertThat(err()).as(verb[0]).contains("items.color", "did you mean items.colour?");
    }
    assertThat(run("pause", "elsewhere")).isEqualTo(2);
    assertThat(err()).contains("there are items.colour");
    assertThat(events()).isEmpty();
  }

  @Test
  void usageErrorsChangeNothing() throws IOException {
    assertThat(run("pause")).isEqualTo(2);
    assertThat(run("pace", "items.colour")).isEqualTo(2);
    assertThat(err()).contains("--rows-per-second", "--max-hold");
    for (String rate : new String[] {"0", "-1", "many", "1.5", "9999999999"}) {
      assertThat(run("pace", "items.colour", "--rows-per-second=" + rate)).as(rate).isEqualTo(2);
      assertThat(err()).contains("--rows-per-second", rate);
    }
    for (String hold : new String[] {"0ms", "5", "-1ms", "soon"}) {
      assertThat(run("pace", "items.colour", "--max-hold=" + hold)).as(hold).isEqualTo(2);
      assertThat(err()).contains("--max-hold", hold);
    }
    assertThat(run("retry")).isEqualTo(2);
    assertThat(run("retry", "items.colour", "--id", "1")).isEqualTo(2);
    assertThat(events()).isEmpty();
  }

  @Test
  void withoutASchemaTheWayOutIsSaid() throws IOException {
    new ControlSchema(database, "shop").drop();
    assertThat(run("pause", "items.colour")).isEqualTo(2);
    assertThat(err()).contains("no pipeline of this name has run", "everfill run");
  }

  @Test
  void statusShowsRateThrottleAndConnections() throws IOException {
    db.execute(
        "UPDATE shop.field SET state = 'backfilling', rows_total = 1000",
        "INSERT INTO shop.progress (topic, partition, topic_id, field, generation, expected_rows,"
            + " settled_rows, high_offset) VALUES ('t', 0, 'x', 'items.colour', 1, 1000, 600, 1)");
    beat("one", 20, new ConnectionBudget.Usage(12, 15, true), 0.75);
    beat("two", 30, new ConnectionBudget.Usage(9, 15, false), 0.5);
    assertThat(run("status", "--json")).isZero();
    JsonNode field = json().at("/fields/0");
    assertThat(field.at("/ratePerSecond").asDouble()).isEqualTo(50);
    assertThat(field.at("/etaSeconds").asDouble()).isEqualTo(8);
    assertThat(field.at("/percent").asDouble()).isEqualTo(60);
    assertThat(field.at("/throttle/utilization").asDouble()).isEqualTo(0.75);
    assertThat(field.at("/throttle/reasons")).hasSize(1);
    assertThat(field.at("/throttle/reasons/0/name").asText()).isEqualTo("replica-lag");
    assertThat(field.at("/throttle/holdP99Millis").asDouble()).isEqualTo(9);
    assertThat(json().at("/instances")).hasSize(2);
    assertThat(json().at("/instances/1/connections").toString())
        .isEqualTo("{\"reserved\":12,\"cap\":15,\"nearCap\":true}");

    assertThat(run("status")).isZero();
    assertThat(out())
        .contains("600/1000", "slowed down by replica-lag (0.75): lag of one")
        .contains("120 rows a batch, held 4.0 ms (p50), 9.0 ms (p99)")
        .contains("instance one: runs on host (1), connections 12/15, near the cap")
        .contains("instance two: runs on host (1), connections 9/15\n")
        .contains("slot shop: missing");

    assertThat(run("pause", "items.colour")).isZero();
    assertThat(run("status", "--json")).isZero();
    assertThat(json().at("/fields/0/etaSeconds").isNull()).as("paused").isTrue();

    db.execute("UPDATE shop.instance SET seen_at = seen_at - interval '1 min'");
    assertThat(run("status")).isZero();
    assertThat(out()).contains("last heard of at 20", "no process runs this pipeline");
  }

  private void beat(String id, double perSecond, ConnectionBudget.Usage usage, double utilization) {
    ThrottleStatus throttle =
        new ThrottleStatus(
            FIELD,
            id,
            utilization,
            List.of(new PaceReason("replica-lag", utilization, "lag of " + id)),
            120,
            Duration.ofMillis(4),
            Duration.ofMillis(9),
            perSecond,
            null);
    database.inTransaction(
        "beating",
        c -> {
          new InstanceStore("shop")
              .beat(
                  c,
                  InstanceStatus.running(id, "host", 1, usage),
                  List.of(new FieldRate(FIELD, perSecond, OptionalDouble.empty())));
          new ThrottleStore("shop").write(c, List.of(throttle));
          return null;
        });
  }
}
