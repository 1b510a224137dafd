package dev.everfill.sink;

import dev.everfill.base.control.ControlSchema;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.control.FieldStore;
import dev.everfill.base.control.Progress;
import dev.everfill.base.control.ProgressStore;
import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.Table;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.EventCodec;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.base.postgres.Database;
import dev.everfill.base.postgres.PoolSettings;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.base.postgres.Reservations;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestKafka;
import dev.everfill.embedded.testing.TestPostgres;
import dev.everfill.sink.coalesce.Limits;
import dev.everfill.sink.postgres.Failpoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A pipeline whose derived records are written by hand: real PostgreSQL, real Kafka. */
final class Pipeline implements AutoCloseable {
  final TestDatabase db;
  private final String user;
  private final String password;
  final TopicNames names;
  final KafkaSettings kafka;
  final Database database;
  private final List<Write> writes = new ArrayList<>();
  private final KafkaProducer<byte[], byte[]> producer;

  Pipeline(TestPostgres postgres) {
    this(postgres.database(), 1);
  }

  Pipeline(TestDatabase db, int partitions) {
    this(db, partitions, uniqueName(), db.user(), db.password());
  }

  /**
   * @param user owns the control schema and writes
   */
  Pipeline(TestDatabase db, int partitions, String name, String user, String password) {
    this.db = db;
    this.names = new TopicNames(name);
    this.user = user;
    this.password = password;
    this.kafka =
        new KafkaSettings(TestKafka.shared().bootstrapServers(), partitions, (short) 1, Map.of());
    this.database =
        new Database(
            settings(),
            new PoolSettings(3, Duration.ofSeconds(30), Duration.ofSeconds(5)),
            "everfill-test");
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", "0"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    new ControlSchema(database, names.pipeline()).migrate();
  }

  static String uniqueName() {
    return "p" + UUID.randomUUID().toString().replace("-", "");
  }

  private PostgresSettings settings() {
    return new PostgresSettings(db.url(), user, password);
  }

  /** Registers a field on an existing table, with its topic and progress rows. */
  FieldDefinition field(String schema, String table, String... values) {
    List<Column> columns =
        columns(
            "SELECT attname, atttypid, format_type(atttypid, atttypmod), atttypmod FROM pg_attribute"
                + " WHERE attrelid = "
                + regclass(schema, table)
                + " AND attnum > 0 AND NOT attisdropped ORDER BY attnum");
    List<Column> key =
        columns(
            "SELECT attname, atttypid, format_type(atttypid, atttypmod), atttypmod FROM pg_index"
                + " CROSS JOIN LATERAL unnest(indkey) WITH ORDINALITY AS k(n, o)"
                + " JOIN pg_attribute ON attrelid = indrelid AND attnum = n WHERE indisprimary"
                + " AND indrelid = "
                + regclass(schema, table)
                + " ORDER BY o");
    Table target = new Table(new TableName(schema, table), 0, columns, key);
    List<Column> targets = Arrays.stream(values).map(target::column).toList();
    Relation.Project plan =
        new Relation.Project(new Relation.Scan(target, "t", columns), List.of());
    FieldDefinition field =
        new FieldDefinition(
            table + "." + values[0], target, targets, "SELECT 1", plan, Map.of(), 1);
    register(field);
    return field;
  }

  private static String regclass(String schema, String table) {
    return "format('%I.%I', '" + schema + "', '" + table.replace("'", "''") + "')::regclass";
  }

  private List<Column> columns(String sql) {
    return db.query(sql).stream()
        .map(
            row ->
                new Column(
                    row.get(0),
                    new DataType(
                        (int) Long.parseLong(row.get(1)),
                        row.get(2),
                        Integer.parseInt(row.get(3)))))
        .toList();
  }

  private void register(FieldDefinition field) {
    FieldStore fields = new FieldStore(names.pipeline());
    database.inTransaction(
        "registering",
        connection -> {
          fields.register(connection, field, "{}", "print", kafka.partitions());
          new ProgressStore(names.pipeline())
              .prepare(
                  connection,
                  FieldRef.of(field),
                  names.derived(field),
                  "topic id",
                  kafka.partitions());
          fields.start(connection, FieldRef.of(field));
          return null;
        });
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(names.derived(field), kafka.partitions(), (short) 1)))
          .all()
          .get();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  void send(FieldDefinition field, Event... events) {
    send(field, 0, Arrays.asList(events));
  }

  void send(FieldDefinition field, int partition, List<Event> events) {
    for (Event event : events) {
      EventCodec.Encoded encoded = EventCodec.encode(event);
      sendRaw(field, partition, encoded.key(), encoded.value());
    }
    producer.flush();
  }

  void sendRaw(FieldDefinition field, int partition, byte[] key, byte[] value) {
    producer.send(new ProducerRecord<>(names.derived(field), partition, key, value));
  }

  WriteSettings writeSettings(FieldDefinition... fields) {
    return writeSettings(PaceSettings.defaults(), fields);
  }

  WriteSettings writeSettings(PaceSettings pace, FieldDefinition... fields) {
    return new WriteSettings(
        names,
        settings(),
        kafka,
        Arrays.stream(fields).map(field -> new WriteField(field, pace)).toList());
  }

  /** Starts a sink that is stopped with the pipeline at the latest. */
  Write start(FieldDefinition... fields) {
    return start(new Write(writeSettings(fields), Reservations.unbounded()));
  }

  /** Starts a sink that meets failpoints. */
  Write start(Failpoints failpoints, FieldDefinition... fields) {
    WriteSettings settings = writeSettings(fields);
    return start(
        new Write(
            settings,
            Write.connections(settings, Reservations.unbounded()),
            Limits.defaults(),
            System::nanoTime,
            failpoints));
  }

  Write start(Write write) {
    writes.add(write);
    write.start();
    return write;
  }

  FieldStatus status(FieldDefinition field) {
    return database.inTransaction(
        "status",
        connection ->
            FieldStatus.all(connection, names.pipeline()).stream()
                .filter(one -> one.field().equals(FieldRef.of(field)))
                .findFirst()
                .orElseThrow());
  }

  boolean ready(FieldDefinition field) {
    return database.inTransaction(
        "ready", connection -> FieldStatus.ready(connection, names.pipeline(), field.name()));
  }

  Progress progress(FieldDefinition field, int partition) {
    return database.inTransaction(
        "progress",
        connection ->
            new ProgressStore(names.pipeline())
                .read(connection, names.derived(field))
                .get(partition));
  }

  @Override
  public void close() {
    writes.forEach(Write::close);
    producer.close();
    new ControlSchema(database, names.pipeline()).drop();
    database.close();
  }
}
