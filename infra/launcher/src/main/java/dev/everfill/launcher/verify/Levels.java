package dev.everfill.launcher.verify;

import dev.everfill.base.control.AgainRequest;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.FieldState;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.control.InstanceStore;
import dev.everfill.base.control.LevelRequest;
import dev.everfill.base.control.ProgressStore;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.event.Key;
import dev.everfill.base.postgres.Database;
import java.sql.Connection;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Evidence from the running pipeline, whichever process runs it: a message in the log asks for a
 * level, and the control schema tells when it has been written. For one thread and one field.
 */
final class Levels implements Evidence {
  private static final long INTERVAL_MILLIS = 50;
  private static final long LOOK_AROUND_MILLIS = 1_000;

  private final Database database;
  private final String pipeline;
  private final FieldDefinition field;
  private final FieldRef ref;
  private final boolean runsHere;
  private final Duration patience;
  private final BooleanSupplier stopped;
  private final Set<String> notes = new LinkedHashSet<>();

  /**
   * @param runsHere whether this process runs the pipeline
   * @param patience how long a level may take
   * @param stopped asked now and then whether to give up
   */
  Levels(
      Database database,
      String pipeline,
      FieldDefinition field,
      boolean runsHere,
      Duration patience,
      BooleanSupplier stopped) {
    this.database = database;
    this.pipeline = pipeline;
    this.field = field;
    this.ref = FieldRef.of(field);
    this.runsHere = runsHere;
    this.patience = patience;
    this.stopped = stopped;
  }

  @Override
  public boolean arrived() throws InterruptedException {
    if (hindered()) {
      return false;
    }
    long level =
        database.inTransaction(
            "asking for a level", connection -> LevelRequest.emit(connection, pipeline));
    long begin = System.nanoTime();
    long looked = begin;
    while (reached() < level) {
      if (stopped.getAsBoolean()) {
        throw new InterruptedException("asked to stop");
      }
      long now = System.nanoTime();
      if (now - begin > patience.toNanos()) {
        throw new EverfillException(
            Reason.INTERNAL,
            ref.name()
                + " has not written within "
                + patience.toSeconds()
                + " s what was committed before; everfill status"
                + " tells what it waits for");
      }
      if (now - looked > LOOK_AROUND_MILLIS * 1_000_000) {
        looked = now;
        if (hindered()) {
          return false;
        }
      }
      Thread.sleep(INTERVAL_MILLIS);
    }
    return true;
  }

  private long reached() {
    return database.inTransaction(
        "reading the level of " + ref.name(),
        connection -> new ProgressStore(pipeline).minLevel(connection, ref).orElse(0));
  }

  private boolean hindered() {
    String why = database.inTransaction("looking who writes " + ref.name(), this::hindrance);
    if (why != null) {
      notes.add(why + ": what was not written yet counts as different");
    }
    return why != null;
  }

  /** Why no level will come; null if one will. */
  private String hindrance(Connection connection) {
    FieldStatus status =
        FieldStatus.all(connection, pipeline).stream()
            .filter(one -> one.field().equals(ref))
            .findFirst()
            .orElse(null);
    if (status == null) {
      return "this definition has never been run";
    } else if (status.state() == FieldState.FAILED) {
      return "the field has failed";
    } else if (status.control().paused() || status.state() == FieldState.PAUSED) {
      return "the field is paused";
    } else if (!status.live()) {
      return "the field is not live yet";
    }
    boolean runs = runsHere || new InstanceStore(pipeline).anyRuns(connection);
    return runs ? null : "no process runs this pipeline";
  }

  @Override
  public void again(List<List<String>> keys) {
    AgainRequest request =
        new AgainRequest(field.name(), field.target().name(), keys.stream().map(Key::new).toList());
    database.inTransaction(
        "asking for rows once more",
        connection -> {
          request.emit(connection, pipeline);
          return null;
        });
  }

  @Override
  public List<String> notes() {
    return List.copyOf(notes);
  }
}
