package dev.everfill.launcher.pipeline;

import dev.everfill.base.control.ControlSchema;
import dev.everfill.base.control.FieldRate;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.FieldState;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.control.FieldStore;
import dev.everfill.base.control.InstanceStatus;
import dev.everfill.base.control.InstanceStore;
import dev.everfill.base.control.ProgressStore;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.PlanJson;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.base.postgres.Database;
import dev.everfill.base.postgres.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A pipeline's state in its control schema. Safe for all threads. */
final class Registry {
  private final Database database;
  private final TopicNames names;
  private final FieldStore fields;
  private final ProgressStore progress;
  private final InstanceStore instances;

  Registry(Database database, TopicNames names) {
    this.database = database;
    this.names = names;
    this.fields = new FieldStore(names.pipeline());
    this.progress = new ProgressStore(names.pipeline());
    this.instances = new InstanceStore(names.pipeline());
  }

  /** Creates the schema where it is missing. */
  void migrate() {
    new ControlSchema(database, names.pipeline()).migrate();
  }

  /** Gives every field its generation. */
  List<FieldDefinition> register(List<FieldDefinition> definitions, int partitions) {
    PlanJson json = new PlanJson();
    return database.inTransaction(
        "registering the fields",
        connection -> {
          List<FieldDefinition> registered = new ArrayList<>();
          for (FieldDefinition field : definitions) {
            int generation =
                fields.register(
                    connection, field, json.write(field), json.fingerprint(field), partitions);
            registered.add(field.withGeneration(generation));
          }
          return registered;
        });
  }

  /** Says that work begins, with progress rows that belong to these very topics. */
  void begin(List<FieldDefinition> definitions, Map<String, String> topicIds, int partitions) {
    database.inTransaction(
        "starting the fields",
        connection -> {
          for (FieldDefinition field : definitions) {
            String topic = names.derived(field);
            FieldRef ref = FieldRef.of(field);
            progress.prepare(connection, ref, topic, topicIds.get(topic), partitions);
            fields.start(connection, ref);
          }
          return null;
        });
  }

  <T> T ask(String what, Database.Work<T> work) {
    return database.inTransaction(what, work);
  }

  List<FieldStatus> statuses() {
    return database.inTransaction(
        "reading the state of the fields",
        connection -> FieldStatus.all(connection, names.pipeline()));
  }

  /**
   * Says that an instance runs.
   *
   * @param rates what it settles, from where each field stands
   * @return what the other instances settle per second
   */
  Map<FieldRef, Double> beat(
      InstanceStatus instance, Function<List<FieldStatus>, List<FieldRate>> rates) {
    return database.inTransaction(
        "saying that this process runs",
        connection -> {
          // Said again in two seconds: not worth a wait for the disk, here or for an application.
          Sql.on(connection).execute("SET LOCAL synchronous_commit = off");
          List<FieldStatus> statuses = FieldStatus.all(connection, names.pipeline());
          instances.beat(connection, instance, rates.apply(statuses));
          return instances.rates(connection, instance.id());
        });
  }

  /** Says that an instance runs no more. */
  void leave(String instance) {
    database.inTransaction(
        "saying that this process stops",
        connection -> {
          instances.forget(connection, instance);
          return null;
        });
  }

  /** Whether a process has lately said that it runs this pipeline. */
  boolean anyRuns() {
    return database.inTransaction("asking who runs", instances::anyRuns);
  }

  void failed(FieldRef field, String reason, String message) {
    state(field, FieldState.FAILED, reason, message);
  }

  void interrupted(FieldRef field) {
    state(field, FieldState.INTERRUPTED, "stopped", "stopped before it was live; start it again");
  }

  private void state(FieldRef field, FieldState state, String reason, String message) {
    database.inTransaction(
        "noting that " + field.name() + " is " + state.word(),
        connection -> {
          fields.state(connection, field, state, reason, message);
          return null;
        });
  }

  void total(FieldRef field, long rows) {
    database.inTransaction(
        "noting the rows of " + field.name(),
        connection -> {
          fields.total(connection, field, rows);
          return null;
        });
  }
}
