package dev.everfill.launcher.verify;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.postgres.Database;
import dev.everfill.base.postgres.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies live fields one after the other when it is long enough ago that each was verified, by
 * whomever, on a thread of its own until it is closed. The control schema and the server's clock
 * say when that was, so restarts and other processes change nothing. Never keeps anything else from
 * working: what fails is told in the log and tried again later.
 */
public final class Schedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);
  private static final String ACTOR = "schedule";
  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofMinutes(10);
  private static final long STOP_MILLIS = 2_000;

  private final Verifier verifier;
  private final PipelineConfig.Verify asked;
  private final List<FieldDefinition> fields;
  private final Database database;
  private final String pipeline;
  private final Map<String, Long> failedAt = new HashMap<>(); // by the schedule's thread alone
  private final Thread thread = new Thread(this::run, "everfill-schedule");
  private volatile boolean stopped;

  /**
   * @param asked how often, and whether to repair
   * @param fields in the generations that run
   * @param database of the control schema
   */
  public Schedule(
      Verifier verifier,
      PipelineConfig.Verify asked,
      List<FieldDefinition> fields,
      Database database,
      String pipeline) {
    this.verifier = verifier;
    this.asked = asked;
    this.fields = List.copyOf(fields);
    this.database = database;
    this.pipeline = pipeline;
    thread.setDaemon(true);
  }

  /** Begins to look. */
  public void start() {
    thread.start();
  }

  private void run() {
    long pause = Math.max(200, Math.min(LOOK.toMillis(), asked.every().toMillis() / 4));
    try {
      while (!stopped) {
        Thread.sleep(pause);
        round();
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() throws InterruptedException {
    List<FieldDefinition> rested = fields.stream().filter(one -> !failedLately(one)).toList();
    if (rested.isEmpty()) {
      return;
    }
    Set<FieldRef> due;
    try {
      due = due();
    } catch (RuntimeException unreachable) {
      rested.forEach(field -> failed(field, unreachable));
      return;
    }
    for (FieldDefinition field : rested) {
      if (!stopped && due.contains(FieldRef.of(field))) {
        tryToVerify(field);
      }
    }
  }

  private void tryToVerify(FieldDefinition field) throws InterruptedException {
    try {
      verify(field);
    } catch (RuntimeException failed) {
      failed(field, failed);
    }
  }

  private void failed(FieldDefinition field, RuntimeException failure) {
    failedAt.put(field.name(), System.nanoTime());
    LOG.warn("{} was not verified: {}", field.name(), failure.getMessage());
  }

  private boolean failedLately(FieldDefinition field) {
    Long at = failedAt.get(field.name());
    long pause = Math.min(RETRY.toNanos(), asked.every().toNanos());
    return at != null && System.nanoTime() - at < pause;
  }

  private Set<FieldRef> due() {
    return database.inTransaction(
        "looking when fields were verified",
        connection -> {
          Instant now =
              Sql.on(connection)
                  .fetchOne("SELECT pg_catalog.clock_timestamp()")
                  .get(0, OffsetDateTime.class)
                  .toInstant();
          return FieldStatus.all(connection, pipeline).stream()
              .filter(status -> due(status, now))
              .map(FieldStatus::field)
              .collect(Collectors.toSet());
        });
  }

  /** Not while it is paused: nothing could be told from what is not written yet. */
  private boolean due(FieldStatus status, Instant now) {
    Instant last = status.verifiedAt() == null ? status.liveAt() : status.verifiedAt();
    return status.live()
        && !status.control().paused()
        && last != null
        && !last.plus(asked.every()).isAfter(now);
  }

  private void verify(FieldDefinition field) throws InterruptedException {
    Verifier.Request request = new Verifier.Request(asked.repair(), OptionalInt.empty(), ACTOR);
    verifier
        .verifyIfFree(field, request, () -> stopped)
        .filter(result -> result.mismatches() > 0)
        .ifPresent(
            result ->
                LOG.warn(
                    "{}: {} of {} rows differed from the SELECT, {} of them were repaired",
                    field.name(),
                    result.mismatches(),
                    result.rows(),
                    result.repaired()));
  }

  /** Ends what it is at; a statement that runs is left to its end. */
  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
