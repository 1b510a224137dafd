package dev.everfill.launcher.verify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.everfill.base.control.EventLog;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.FieldStore;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.postgres.Database;
import dev.everfill.base.postgres.Sql;
import dev.everfill.base.postgres.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jooq.impl.DSL;

/**
 * Compares fields with their SELECTs, whichever process runs the pipeline, and records what it
 * finds in the control schema. One comparison at a time: more wait for each other. Safe for all
 * threads.
 */
public final class Verifier {
  private static final Duration SILENCE = Duration.ofMinutes(31);
  private static final Duration WRITTEN_WITHIN = Duration.ofMinutes(10);
  private final Database database;
  private final String pipeline;
  private final Sessions sessions;
  private final boolean runsHere;
  private final ReentrantLock one = new ReentrantLock(true);

  /** Where connections come from that read the user's own SQL. */
  @FunctionalInterface
  public interface Sessions {
    /**
     * Opens a connection that the caller closes.
     *
     * @param silence how long the server may stay silent during a statement
     */
    Connection open(Duration silence);
  }

  /**
   * What is asked for.
   *
   * @param repair whether rows that differ are written again, by the running pipeline
   * @param sample rows to compare, drawn by chance; empty for all
   * @param actor who asks, for the event log
   */
  public record Request(boolean repair, OptionalInt sample, String actor) {
    /** All rows, and nothing is repaired. */
    public static Request all(String actor) {
      return new Request(false, OptionalInt.empty(), actor);
    }
  }

  /**
   * @param database of the control schema; short transactions only
   * @param pipeline its name
   * @param runsHere whether this very process runs the pipeline; if not, the control schema tells
   *     whether any does
   */
  public Verifier(Database database, String pipeline, Sessions sessions, boolean runsHere) {
    this.database = database;
    this.pipeline = pipeline;
    this.sessions = sessions;
    this.runsHere = runsHere;
  }

  /**
   * Compares all rows of a field that nobody fills now. Records nothing.
   *
   * @param connection without an open transaction; its {@code search_path} resolves the names in
   *     the SELECT
   */
  public static Result still(Connection connection, FieldDefinition field)
      throws InterruptedException {
    return new Verification(connection, field, Evidence.NONE, false, () -> false)
        .run(OptionalInt.empty());
  }

  /**
   * Compares one field with its SELECT.
   *
   * @param field in the generation that runs
   * @param stopped asked now and then whether to give up
   * @throws dev.everfill.base.error.EverfillException if a server fails
   * @throws InterruptedException if stopped
   */
  public Result verify(FieldDefinition field, Request request, BooleanSupplier stopped)
      throws InterruptedException {
    return verify(field, request, stopped, false).orElseThrow();
  }

  /** As {@link #verify}, unless anybody else compares this field now. */
  public Optional<Result> verifyIfFree(
      FieldDefinition field, Request request, BooleanSupplier stopped) throws InterruptedException {
    return verify(field, request, stopped, true);
  }

  private Optional<Result> verify(
      FieldDefinition field, Request request, BooleanSupplier stopped, boolean ifFree)
      throws InterruptedException {
    one.lockInterruptibly();
    try (Connection connection = sessions.open(SILENCE)) {
      if (!claim(connection, field) && ifFree) {
        return Optional.empty();
      }
      Evidence evidence = new Levels(database, pipeline, field, runsHere, WRITTEN_WITHIN, stopped);
      Result result =
          new Verification(connection, field, evidence, request.repair(), stopped)
              .run(request.sample());
      record(field, request, result);
      return Optional.of(result);
    } catch (SQLException failed) {
      throw SqlStates.failure("verifying " + field.name(), failed);
    } finally {
      one.unlock();
    }
  }

  /** Until the connection is closed; for those who would rather not do it twice. */
  private boolean claim(Connection connection, FieldDefinition field) {
    return Sql.on(connection)
        .fetchOne(
            "SELECT pg_catalog.pg_try_advisory_lock(pg_catalog.hashtext({0}),"
                + " pg_catalog.hashtext({1}))",
            DSL.val("everfill verify " + pipeline), DSL.val(field.name()))
        .get(0, Boolean.class);
  }

  private void record(FieldDefinition field, Request request, Result result) {
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    detail.put("rows", result.rows()).put("mismatches", result.mismatches());
    detail.put("repaired", result.repaired()).put("busy", result.busy());
    detail.put("sample", request.sample().isPresent());
    detail.put("seconds", result.took().toMillis() / 1000.0);
    FieldRef ref = FieldRef.of(field);
    database.inTransaction(
        "noting the verification of " + field.name(),
        connection -> {
          if (result.repaired() > 0) {
            String rows = "{\"rows\":" + result.repaired() + "}";
            new EventLog(pipeline).add(connection, request.actor(), field.name(), "repaired", rows);
          }
          new FieldStore(pipeline)
              .verified(
                  connection,
                  ref,
                  result.rows(),
                  result.left(),
                  request.actor(),
                  detail.toString());
          return null;
        });
  }
}
