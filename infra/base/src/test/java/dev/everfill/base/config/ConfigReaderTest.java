package dev.everfill.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.everfill.base.error.Problem;
import dev.everfill.base.error.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigReaderTest {
  private static final String SOURCE =
      "source: {url: 'jdbc:postgresql://h/db', user: me, password: '${env:PW}'}\n";
  private static final String FIELDS = "fields:\n  - target: t\n    select: SELECT id, a FROM t\n";
  private static final Map<String, String> ENV = Map.of("PW", "canary");

  @TempDir Path folder;

  static List<Arguments> badFiles() {
    return List.of(
        bad("", "the file is empty"),
        bad("a: [", "everfill.yaml:", "not YAML"),
        bad("- 1\n", "must be a mapping but is a list", "source is missing", "fields is missing"),
        bad(SOURCE, "everfill.yaml:1 fields", "is missing"),
        bad(FIELDS, "everfill.yaml:1 source", "is missing"),
        bad(SOURCE + "feilds: []\n" + FIELDS, "everfill.yaml:2 feilds", "did you mean fields?"),
        bad(SOURCE + "zzz: 1\n" + FIELDS, "zzz", "is not a known key", "known here: name"),
        bad(SOURCE + SOURCE + FIELDS, "everfill.yaml:2 source", "is given twice"),
        bad(
            "source: {url: 'jdbc:mysql://h/db', pasword: x}\n" + FIELDS,
            "source.url",
            "no JDBC address",
            "source.user",
            "is missing",
            "did you mean password?"),
        bad(
            "source: {url: 'jdbc:postgresql://h/db?password=canary', user: u}\n" + FIELDS,
            "holds a user or a password"),
        bad(
            "source: {url: 'jdbc:postgresql://h/db', user: u, password: '${env:NOPE}'}\n" + FIELDS,
            "environment variable NOPE is not set",
            "export NOPE"),
        bad(
            "source: {url: 'jdbc:postgresql://h/db', user: u, password: '${file:nope}'}\n" + FIELDS,
            "nope cannot be read: NoSuchFileException"),
        bad(
            "source: {url: 'jdbc:postgresql://h/db', user: u, password: '${vault:x}'}\n" + FIELDS,
            "${vault:x} is no reference"),
        bad(SOURCE + "verify: {evry: 1h}\n" + FIELDS, "verify.evry", "did you mean every?"),
        bad(SOURCE + "verify: {repair: true}\n" + FIELDS, "verify.every", "is missing", "24h"),
        bad(SOURCE + "verify: {every: 5ms}\n" + FIELDS, "verify.every", "shorter than a second"),
        bad(SOURCE + "verify: {every: 1h, repair: 1}\n" + FIELDS, "verify.repair", "true or false"),
        bad("name: Ever-Fill\n" + SOURCE + FIELDS, "everfill.yaml:1 name", "cannot name a schema"),
        bad("name: pg_x\n" + SOURCE + FIELDS, "cannot name a schema"),
        bad(
            SOURCE + "kafka: {partitions: 0}\n" + FIELDS,
            "kafka.bootstrap-servers is missing",
            "kafka.partitions must be a whole number from 1 to 1000 but is \"0\""),
        bad(SOURCE + "pace: {max-hold: 20}\n" + FIELDS, "pace.max-hold", "20ms, 30s, 5m or 1h"),
        bad(SOURCE + "pace: {max-hold: 0ms}\n" + FIELDS, "longer than zero"),
        bad(SOURCE + "pace: {rows-per-second: many}\n" + FIELDS, "from 1 or unlimited"),
        bad(
            SOURCE + "pace: {replica-lag: 2, query: ''}\n" + FIELDS,
            "pace.replica-lag must be a duration",
            "pace.query is empty"),
        bad(
            SOURCE + "ops: {bind: '0.0.0.0:8080', tokn: x}\n" + FIELDS,
            "everfill.yaml:2 ops.bind \"0.0.0.0\" can be reached by other machines",
            "${env:EVERFILL_TOKEN}",
            "did you mean token?"),
        bad(SOURCE + "ops: {bind: 8080}\n" + FIELDS, "an address and a port but is \"8080\""),
        bad(SOURCE + "ops: {bind: 'h:65536', token: t}\n" + FIELDS, "ops.bind must be an address"),
        bad(SOURCE + "ops: {bind: 'everfill:8080'}\n" + FIELDS, "can be reached by other machines"),
        bad(SOURCE + "ops: {token: 'canary canary'}\n" + FIELDS, "ops.token is empty or holds"),
        bad(SOURCE + "ops: {token: ''}\n" + FIELDS, "ops.token is empty or holds"),
        bad(SOURCE + "ops: {token: '${env:NOPE}'}\n" + FIELDS, "variable NOPE is not set"),
        bad(SOURCE + "ops: {hosts: ['http://x']}\n" + FIELDS, "which is no name of a host"),
        bad(SOURCE + "fields: []\n", "fields holds no field"),
        bad(SOURCE + "fields: {target: t}\n", "fields must be a list but is a mapping"),
        bad(
            SOURCE + "fields:\n  - target: t\n    write: upsert\n",
            "everfill.yaml:4 fields[0].write this version does not",
            "supported: update",
            "everfill.yaml:3 fields[0].select is missing"),
        bad(
            SOURCE + "fields:\n  - {target: t, select: '', reeds: []}\n",
            "fields[0].select is empty",
            "did you mean reads?"),
        bad(
            SOURCE + "fields:\n  - {target: t, select: S, otherwise: {a: [1]}, indexes: [{}]}\n",
            "fields[0].otherwise.a must be text but is a list",
            "fields[0].indexes[0] must be text but is a mapping"));
  }

  private static Arguments bad(String text, String... expected) {
    return Arguments.of(text, List.of(expected));
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void reportsEveryProblemWithItsPlaceAndTheWayOut(String text, List<String> expected)
      throws IOException {
    ProblemsException problems = catchThrowableOfType(ProblemsException.class, () -> read(text));
    assertThat(problems).isNotNull();
    String shown =
        String.join(
            "\n",
            problems.problems().stream()
                .map(p -> p.place() + " " + p.message() + " " + p.remedy())
                .toList());
    assertThat(shown).contains(expected).doesNotContain("canary");
    assertThat(problems.problems()).extracting(Problem::remedy).noneMatch(String::isBlank);
  }

  @Test
  void collectsProblemsOfAllSections() {
    String text = "name: 1x\nsource: {}\nkafka: 3\npace: {max-hold: x}\nfields:\n  - {}\n";
    ProblemsException problems = catchThrowableOfType(ProblemsException.class, () -> read(text));
    assertThat(problems.problems()).hasSizeGreaterThanOrEqualTo(7);
  }

  @Test
  void readsTheSmallestFileWithDefaults() throws IOException {
    PipelineConfig config = read(SOURCE + FIELDS);
    assertThat(config.name()).isEqualTo("everfill");
    assertThat(config.kafka()).isEmpty();
    assertThat(config.dataDir()).isEqualTo(folder.resolve("everfill-data"));
    assertThat(config.source().password()).isEqualTo("canary");
    assertThat(config.source().pool())
        .isEqualTo(new PipelineConfig.Pool(20, Duration.ofSeconds(30), Duration.ofSeconds(5)));
    assertThat(config.pace().maxHold()).isEqualTo(Duration.ofMillis(20));
    assertThat(config.pace().rowsPerSecond()).isEmpty();
    assertThat(config.ops().stated()).isFalse();
    assertThat(config.ops().loopback()).isTrue();
    assertThat(config.ops().bind().getPort()).isEqualTo(8080);
    assertThat(config.ops().token()).isNull();
    assertThat(config.fields().get(0).place()).isEqualTo("everfill.yaml:3 fields[0]");
    assertThat(config.fields().get(0).write()).isEqualTo("update");
    assertThat(config.toString()).doesNotContain("canary");
  }

  @Test
  void readsEverything() throws IOException {
    Files.writeString(folder.resolve("pw"), "canary\n");
    PipelineConfig config =
        read(
            """
            name: shop
            source:
              url: jdbc:postgresql://h/db
              user: me
              password: ${file:pw}
              pool: {max: 8, idle: 1m, connect: 500ms}
            kafka:
              bootstrap-servers: a:1,b:2
              partitions: 7
              properties: {sasl.jaas.config: '${env:PW}', empty: null}
            data-dir: data
            ops: {bind: '[::]:9090', token: '${file:pw}', hosts: [everfill, 'ops.example.org:443']}
            pace: {max-hold: 10ms, rows-per-second: 500, replica-lag: 5s, query: 'SELECT 0.3'}
            fields:
              - target: t
                select: |
                  SELECT id, a FROM t -- ${env:NOT_LOOKED_AT}
                otherwise: {a: null, b: false, c: 'x'}
                indexes: [CREATE INDEX i ON t (a)]
                reads: [SELECT 1]
                pace: {rows-per-second: unlimited, query: SELECT 0.1}
            """);
    assertThat(config.source().password()).isEqualTo("canary");
    assertThat(config.kafka().orElseThrow().partitions()).isEqualTo(7);
    assertThat(config.kafka().orElseThrow().properties())
        .isEqualTo(Map.of("sasl.jaas.config", "canary"));
    assertThat(config.dataDir()).isEqualTo(folder.resolve("data"));
    assertThat(config.ops().bind().getHostString()).isEqualTo("::");
    assertThat(config.ops().token()).isEqualTo("canary");
    assertThat(config.ops().stated()).isTrue();
    assertThat(config.ops().hosts()).containsExactly("everfill", "ops.example.org:443");
    assertThat(config.pace().rowsPerSecond()).isEqualTo(Optional.of(500L));
    PipelineConfig.Field field = config.fields().get(0);
    assertThat(field.select()).isEqualTo("SELECT id, a FROM t -- ${env:NOT_LOOKED_AT}");
    assertThat(field.otherwise()).containsEntry("a", null).containsEntry("b", "false");
    assertThat(field.pace().maxHold()).isEqualTo(Duration.ofMillis(10));
    assertThat(field.pace().rowsPerSecond()).isEmpty();
    assertThat(config.pace().replicaLag()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.pace().query()).isEqualTo("SELECT 0.3");
    assertThat(field.pace().replicaLag()).isEqualTo(Duration.ofSeconds(5));
    assertThat(field.pace().query()).isEqualTo("SELECT 0.1");
    assertThat(config.toString()).doesNotContain("canary");
  }

  private PipelineConfig read(String text) throws IOException {
    Path file = folder.resolve("everfill.yaml");
    Files.writeString(file, text);
    return ConfigReader.read(file, ENV);
  }
}
