package dev.everfill.e2e;

import dev.everfill.base.control.ControlSchema;
import dev.everfill.base.control.FieldStore;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.Table;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.postgres.Database;
import dev.everfill.base.postgres.PoolSettings;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A control schema with a field that is being filled, by nobody: what commands find there. */
final class QuietPipeline implements AutoCloseable {
  static final Duration SOON = Duration.ofMinutes(1);
  private static final String NAME = "quiet";

  private final Path folder;
  private final TestDatabase db = TestPostgres.v18().database();
  private final Database database;
  private final Path config;

  QuietPipeline(Path folder) throws IOException {
    this.folder = folder;
    database =
        new Database(
            new PostgresSettings(db.url(), db.user(), db.password()),
            new PoolSettings(2, Duration.ofSeconds(10), Duration.ofSeconds(5)),
            "quiet-test");
    new ControlSchema(database, NAME).migrate();
    Table table = new Table(new TableName("public", "items"), 1, List.of(), List.of());
    Relation.Project plan =
        new Relation.Project(new Relation.Scan(table, "i", List.of()), List.of());
    FieldDefinition field =
        new FieldDefinition("items.colour", table, List.of(), "SELECT 1", plan, Map.of(), 1);
    database.inTransaction(
        "registering", c -> new FieldStore(NAME).register(c, field, "{}", "one", 1));
    execute(
        "UPDATE quiet.field SET state = 'backfilling', rows_total = 1000",
        "INSERT INTO quiet.progress (topic, partition, topic_id, field, generation, expected_rows,"
            + " settled_rows, high_offset) VALUES ('t', 0, 'x', 'items.colour', 1, 1000, 600, 1)");
    config = configure("everfill.yaml", db.url());
  }

  private Path configure(String file, String url) throws IOException {
    String yaml =
        """
        name: quiet
        source: {url: '%s', user: %s, password: '${env:PW}'}
        ops: {bind: '127.0.0.1:1'}
        fields: [{target: items, select: SELECT 1}]
        """;
    return Files.writeString(folder.resolve(file), yaml.formatted(url, db.user()));
  }

  /** A configuration whose server does not listen. */
  String unreachable() throws IOException {
    return configure("away.yaml", "jdbc:postgresql://127.0.0.1:1/app").toString();
  }

  /** The arguments, and those that name the configuration. */
  String[] with(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-c", config.toString()));
    return all.toArray(String[]::new);
  }

  Map<String, String> environment() {
    return Map.of("PW", db.password());
  }

  void execute(String... sql) {
    db.execute(sql);
  }

  @Override
  public void close() {
    database.close();
  }
}
