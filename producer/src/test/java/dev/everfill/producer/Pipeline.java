package dev.everfill.producer;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.control.LevelRequest;
import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.Table;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.event.Key;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.base.postgres.Reservations;
import dev.everfill.base.postgres.Session;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestKafka;
import dev.everfill.embedded.testing.TestPostgres;
import dev.everfill.producer.merge.MergeGuards;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.postgresql.PGConnection;

/** One pipeline of a test: a database, its name, and what its topics and tables hold. */
record Pipeline(TestDatabase database, KafkaSettings kafka, TopicNames names)
    implements AutoCloseable {
  static final int PARTITIONS = 3;

  /** A new pipeline on a new database in which the statements were run. */
  static Pipeline on(TestPostgres postgres, String... ddl) {
    TestDatabase database = postgres.database();
    database.execute(ddl);
    return on(database);
  }

  /** A new pipeline on a database. */
  static Pipeline on(TestDatabase database) {
    String name = "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    KafkaSettings kafka =
        new KafkaSettings(TestKafka.shared().bootstrapServers(), PARTITIONS, (short) 1, Map.of());
    return new Pipeline(database, kafka, new TopicNames(name));
  }

  CaptureSettings settings(int chunkRows, CapturedTable... tables) {
    PostgresSettings source =
        new PostgresSettings(database.url(), database.user(), database.password());
    return new CaptureSettings(names, source, kafka, List.of(tables), true, chunkRows);
  }

  Capture start(int chunkRows, CapturedTable... tables) {
    return start(MergeGuards.ALL, chunkRows, tables);
  }

  Capture start(MergeGuards guards, int chunkRows, CapturedTable... tables) {
    Capture capture = new Capture(settings(chunkRows, tables), Reservations.unbounded(), guards);
    capture.start();
    return capture;
  }

  /** The table with these columns, all if none are named. */
  CapturedTable table(String table, String... columns) {
    long oid = database.queryLong("SELECT 'public." + table + "'::regclass::oid::bigint");
    List<Column> all = new ArrayList<>();
    for (List<String> row :
        database.query(
            "SELECT attname, atttypid::bigint, format_type(atttypid, atttypmod), atttypmod FROM"
                + " pg_attribute WHERE attrelid = "
                + oid
                + " AND attnum > 0 AND NOT attisdropped ORDER BY attnum")) {
      int typeOid = (int) Long.parseLong(row.get(1));
      all.add(
          new Column(row.get(0), new DataType(typeOid, row.get(2), Integer.parseInt(row.get(3)))));
    }
    List<Column> key = new ArrayList<>();
    for (String name :
        database.queryColumn(
            "SELECT a.attname FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY"
                + " AS k(n, o) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n"
                + " WHERE i.indisprimary AND i.indrelid = "
                + oid
                + " ORDER BY k.o")) {
      key.add(all.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow());
    }
    List<Column> wanted =
        columns.length == 0
            ? all
            : all.stream().filter(c -> Arrays.asList(columns).contains(c.name())).toList();
    String name = database.queryText("SELECT relname FROM pg_class WHERE oid = " + oid);
    return new CapturedTable(new Table(new TableName("public", name), oid, all, key), wanted);
  }

  /** What the table holds now, as PostgreSQL prints it. */
  Map<Key, Map<String, String>> truth(CapturedTable table) throws Exception {
    TableRows rows = new TableRows(table);
    Map<Key, Map<String, String>> all = new LinkedHashMap<>();
    PostgresSettings source =
        new PostgresSettings(database.url(), database.user(), database.password());
    try (Connection connection =
        Session.open(source, "truth", Duration.ofSeconds(5), Duration.ofMinutes(1))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      String columns = String.join(",", quoted(rows.names()));
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut(
              "COPY (SELECT json_build_array("
                  + columns
                  + ") FROM public.\""
                  + table.table().name().table()
                  + "\") TO STDOUT WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')",
              out);
      for (String line : out.toString(StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isEmpty()) {
          String[] row =
              new com.fasterxml.jackson.databind.ObjectMapper().readValue(line, String[].class);
          all.put(rows.key(row), rows.row(row));
        }
      }
    }
    return all;
  }

  /** By the type's own output function; a cast to text would strip char(n). */
  private static List<String> quoted(String[] names) {
    return Arrays.stream(names)
        .map(name -> '"' + name.replace("\"", "\"\"") + '"')
        .map(
            name ->
                "CASE WHEN " + name + " IS DISTINCT FROM NULL THEN format('%s', " + name + ") END")
        .toList();
  }

  ChangeTopic topic(CapturedTable table) {
    return ChangeTopic.read(kafka, names.change(table.table().name()));
  }

  void await(Capture capture, Predicate<StageStatus> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              if (capture.status().failure() != null) {
                throw new AssertionError("failed: " + capture.status().failure());
              }
              return condition.test(capture.status());
            });
  }

  void awaitComplete(Capture capture) {
    await(capture, status -> status.progress().stream().allMatch(p -> p.complete()));
  }

  /** Waits until everything committed before has been published. */
  ChangeTopic awaitLevel(Capture capture, CapturedTable table) {
    long bound = requestLevel();
    ChangeTopic[] topic = new ChangeTopic[1];
    await(
        capture,
        status -> {
          topic[0] = topic(table);
          return topic[0].level() >= bound;
        });
    return topic[0];
  }

  /** A position that the level which is asked for here does not lie before. */
  long requestLevel() {
    try (Connection connection = database.connect()) {
      return LevelRequest.emit(connection, names.pipeline());
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws Exception {
    try (Connection connection = database.connect()) {
      new CaptureResources(names.pipeline()).drop(connection);
    }
  }
}
