package dev.everfill.launcher.pipeline;

import dev.everfill.base.control.Resync;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.kafka.TopicAdmin;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.base.postgres.Sql;
import dev.everfill.base.postgres.SqlStates;
import dev.everfill.producer.CaptureResources;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jooq.impl.DSL;

/**
 * Removes what a pipeline has read so far, so that it begins as on its first run: its slot, its
 * topics and its progress. The columns keep their values, and only rows that differ will be
 * written. Of several processes one does it and the others wait; killed anywhere, the next one does
 * all of it again. Nothing of this process may be working. For one thread.
 */
final class Clearing {
  private static final String LOCK =
      "SELECT pg_catalog.pg_advisory_lock(pg_catalog.hashtext('everfill resync'),"
          + " pg_catalog.hashtext({0}))::text";

  private static final long AGAIN_MILLIS = 300;

  private final TopicNames names;
  private final Ground ground;
  private final Failpoint failpoint;

  Clearing(TopicNames names, Ground ground) {
    this.names = names;
    this.ground = ground;
    this.failpoint = Failpoint.configured();
  }

  /**
   * Does what has been asked for, if anything has.
   *
   * @param says gets a line for people at each step
   * @return the epoch of the pipeline
   */
  String settle(Consumer<String> says) {
    while (true) {
      Optional<Resync> pending = ground.epochs().pending();
      if (pending.isPresent() && ground.roles().contains(Role.CAPTURE)) {
        locked(pending.get(), says);
      }
      Optional<String> epoch = ground.epochs().current();
      if (epoch.isPresent()) {
        return epoch.get();
      }
      await();
    }
  }

  /** The slot can be dropped by a process that captures, and by no other role. */
  private static void await() {
    try {
      Thread.sleep(AGAIN_MILLIS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new EverfillException(
          Reason.INTERNAL, "interrupted while others clear the pipeline for a resync", stopping);
    }
  }

  private void locked(Resync resync, Consumer<String> says) {
    try (Connection connection = ground.sessions().open(Duration.ZERO)) {
      says.accept("resync, as " + resync.actor() + " asked: waiting for the others to stop");
      Sql.on(connection).fetch(LOCK, DSL.val(names.pipeline()));
      Optional<Resync> still = ground.epochs().pending();
      if (still.isPresent()) {
        clear(connection, still.get(), says);
      }
    } catch (SQLException failed) {
      throw SqlStates.failure("clearing the pipeline for a resync", failed);
    }
  }

  private void clear(Connection connection, Resync resync, Consumer<String> says)
      throws SQLException {
    ground.epochs().started(resync, ground.instance().id());
    failpoint.reached("started");
    try (TopicAdmin admin = new TopicAdmin(ground.kafka(), Topics.TIMEOUT)) {
      // What a process that has not stopped yet holds in its hands must not reach the new topics.
      admin.fence(names.captureProducer());
      failpoint.reached("fenced");
      new CaptureResources(names.pipeline()).dropSlot(connection);
      failpoint.reached("slot");
      admin.delete(admin.topicsOf(names));
      failpoint.reached("topics");
      admin.deleteIdleGroups(admin.groupsOf(names));
    }
    failpoint.reached("groups");
    ground.epochs().cleared(resync);
    failpoint.reached("cleared");
    says.accept("resync: slot, topics and progress are gone; all tables are read again");
  }
}
