package dev.everfill.launcher.pipeline;

import dev.everfill.base.control.Resync;
import dev.everfill.base.control.Resyncs;
import dev.everfill.base.postgres.Database;
import java.util.Collection;
import java.util.Optional;

/** The times of a pipeline in its control schema, each begun by a resync. Safe for all threads. */
final class Epochs {
  private final Database database;
  private final Resyncs resyncs;

  Epochs(Database database, String pipeline) {
    this.database = database;
    this.resyncs = new Resyncs(pipeline);
  }

  /** The last request to read the tables again, whatever became of it. */
  Optional<Resync> last() {
    return database.inTransaction("looking for a resync", resyncs::last);
  }

  /** The request that nobody has come to yet. */
  Optional<Resync> pending() {
    return database.inTransaction("looking for a resync", resyncs::pending);
  }

  /** Empty while a resync is pending. */
  Optional<String> current() {
    return database.inTransaction("asking for the epoch", resyncs::epoch);
  }

  void started(Resync resync, String instance) {
    database.inTransaction(
        "noting that a resync begins",
        connection -> {
          resyncs.started(connection, resync, instance);
          return null;
        });
  }

  void cleared(Resync resync) {
    database.inTransaction(
        "giving the fields their next generation",
        connection -> {
          resyncs.cleared(connection, resync);
          return null;
        });
  }

  /** Whether this call said that the resync is done. */
  boolean done(String instance, Collection<String> fields) {
    return database.inTransaction(
        "noting that a resync is done", connection -> resyncs.done(connection, instance, fields));
  }
}
