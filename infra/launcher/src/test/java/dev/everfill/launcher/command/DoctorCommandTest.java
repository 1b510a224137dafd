package dev.everfill.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import dev.everfill.launcher.progress.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  private static final String FIELD = "fields: [{target: t, select: 'SELECT id, n AS a FROM s'}]\n";

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private String password = "canary";

  @Test
  void everyProblemOfAConfigurationIsALine() throws IOException {
    assertThat(doctor("sorce: {}\nfields: []\n")).isEqualTo(2);
    assertThat(out())
        .contains("fail  everfill.yaml:1 sorce", "→ did you mean source?", "holds no field");
  }

  @Test
  void whatCanBeLookedAtIsLookedAt() throws IOException {
    assertThat(doctor(source("jdbc:postgresql://127.0.0.1:1/x", "u") + FIELD)).isEqualTo(4);
    assertThat(out())
        .contains("ok    configuration", "data-dir", "fail  source", "→ start it", "ok    kafka")
        .doesNotContain("canary");
  }

  @Test
  void anUnreachableKafkaIsFoundBesideAHealthySource() throws IOException {
    TestDatabase database = database();
    String kafka =
        "kafka: {bootstrap-servers: '127.0.0.1:1', properties: {request.timeout.ms: '500'}}\n";
    assertThat(doctor(source(database) + kafka + FIELD)).isEqualTo(4);
    assertThat(out()).contains("ok    source", "ok    definitions", "fail  kafka");
  }

  @Test
  void beforeTheFirstStartAHealthyPipelineEndsWithZero() throws IOException {
    TestDatabase database = database();
    assertThat(doctor(source(database) + FIELD)).as(this::out).isZero();
    assertThat(out())
        .contains("ok    wal_level", "ok    server", "ok    clock", "ok    definitions")
        .contains("is created at the first start", "warn  max_slot_wal_keep_size");
  }

  @Test
  void whatARoleLacksIsSaidWithTheGrant() throws IOException {
    TestDatabase database = database();
    String role = "poor_" + database.name();
    database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'canary'");
    try {
      password = "canary";
      assertThat(doctor(source(database.url(), role) + FIELD, "--json")).isEqualTo(2);
      JsonNode json = new ObjectMapper().readTree(out());
      assertThat(json.path("ok").asBoolean()).isFalse();
      assertThat(json.path("checks").findValuesAsText("remedy"))
          .anyMatch(remedy -> remedy.contains("GRANT"));
      assertThat(out()).doesNotContain("canary");
    } finally {
      database.execute("DROP ROLE " + role);
    }
  }

  private TestDatabase database() {
    TestDatabase database = TestPostgres.v18().database();
    password = database.password();
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, a int)", "CREATE TABLE s (id int PRIMARY KEY, n int)");
    return database;
  }

  private static String source(TestDatabase database) {
    return source(database.url(), database.user());
  }

  private static String source(String url, String user) {
    return "source: {url: '" + url + "', user: '" + user + "', password: '${env:PW}'}\n";
  }

  private int doctor(String yaml, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("everfill.yaml"), yaml);
    String[] arguments = new String[3 + more.length];
    arguments[0] = "doctor";
    arguments[1] = "-c";
    arguments[2] = file.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream none = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return Everfill.execute(
        new Terminal(stream, none, false, false), Map.of("PW", password), arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
