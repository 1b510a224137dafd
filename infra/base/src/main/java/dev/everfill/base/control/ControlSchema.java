package dev.everfill.base.control;

import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.postgres.Database;
import dev.everfill.base.postgres.Sql;
import dev.everfill.base.postgres.SqlStates;
import java.util.Map;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jooq.impl.DSL;

/**
 * The schema in which a pipeline keeps its state: created and brought up to date by Flyway, whose
 * history lies inside it. Safe for all threads.
 */
public final class ControlSchema {
  /** The version that this program brings a schema to. */
  public static final int NEWEST = 6;

  private static final String HISTORY = "migration";
  private static final String OBJECT_IN_USE = "55006";
  private static final int ORIGIN_ATTEMPTS = 50;
  private final Database database;
  private final String name;

  /**
   * @param name of the schema: the pipeline's
   */
  public ControlSchema(Database database, String name) {
    this.database = Objects.requireNonNull(database, "database");
    this.name = Objects.requireNonNull(name, "name");
  }

  /**
   * Creates the schema if it is not there, and brings its tables up to date. Doing it twice, or in
   * two processes at once, is harmless. An empty schema that an administrator created for this role
   * will do: no right on the database is needed then.
   *
   * @throws EverfillException if the role may do neither, or if the schema holds other things
   */
  public void migrate() {
    try {
      Flyway.configure()
          .dataSource(database.dataSource())
          .schemas(name)
          .defaultSchema(name)
          .createSchemas(true)
          .table(HISTORY)
          .locations("classpath:dev/everfill/base/control/migration")
          .failOnMissingLocations(true)
          .placeholders(Map.of("schema", Sql.quoted(name)))
          .load()
          .migrate();
    } catch (FlywayException failed) {
      throw refused(failed);
    }
  }

  private EverfillException refused(FlywayException failed) {
    String state = SqlStates.of(failed);
    String what = "the control schema " + Sql.quoted(name) + " cannot be migrated";
    if (state.isEmpty()) {
      return new EverfillException(
          Reason.CONFIGURATION_INVALID, what + ": " + failed.getMessage(), failed);
    }
    if (state.equals("42501")) {
      return new EverfillException(
          Reason.PERMISSION_DENIED,
          what
              + ": "
              + SqlStates.message(failed)
              + "; run as an administrator: "
              + GrantStatements.owner(name, "<role>"),
          failed);
    }
    return SqlStates.failure(what, failed);
  }

  /**
   * The version of a schema that is there.
   *
   * @param name of the schema
   */
  public static int version(java.sql.Connection connection, String name) {
    return Sql.on(connection)
        .fetchOne(
            "SELECT COALESCE(pg_catalog.max(version::int), 0) FROM {0} WHERE success",
            DSL.name(name, HISTORY))
        .get(0, Integer.class);
  }

  /** Whether this pipeline's state is there (an empty schema of that name is none). */
  public boolean exists() {
    return database.inTransaction(
        "looking for the control schema",
        connection ->
            Sql.on(connection)
                .fetchOne("SELECT pg_catalog.to_regclass(?) IS NOT NULL", Sql.quoted(name, HISTORY))
                .get(0, Boolean.class));
  }

  /**
   * Drops the schema with everything in it, if {@link #migrate} made it, and the replication origin
   * of the same name where this role may: a server has room for few. Harmless if there is neither.
   */
  public void drop() {
    database.inTransaction(
        "dropping the control schema",
        connection -> {
          if (exists(connection)) {
            Sql.on(connection).execute("DROP SCHEMA {0} CASCADE", DSL.quotedName(name));
          }
          return null;
        });
    for (int attempt = 1; !dropOrigin(attempt == ORIGIN_ATTEMPTS); attempt++) {
      pause();
    }
  }

  /** False if a session that was just closed, and lives on for a moment, still holds the origin. */
  private boolean dropOrigin(boolean lastAttempt) {
    try {
      database.inTransaction(
          "dropping the replication origin",
          connection -> {
            dropOrigin(Sql.on(connection));
            return null;
          });
      return true;
    } catch (EverfillException failed) {
      if (lastAttempt || !SqlStates.of(failed).equals(OBJECT_IN_USE)) {
        throw failed;
      }
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new EverfillException(
          Reason.INTERNAL, "interrupted while dropping the control schema", interrupted);
    }
  }

  private void dropOrigin(org.jooq.DSLContext sql) {
    boolean droppable =
        sql.fetchOne(
                "SELECT EXISTS (SELECT FROM pg_catalog.pg_replication_origin WHERE roname = ?)"
                    + " AND pg_catalog.has_function_privilege("
                    + "'pg_catalog.pg_replication_origin_drop(text)', 'EXECUTE')",
                name)
            .get(0, Boolean.class);
    if (droppable) {
      sql.fetch("SELECT pg_catalog.pg_replication_origin_drop({0})::text", DSL.val(name));
    }
  }

  private boolean exists(java.sql.Connection connection) {
    return Sql.on(connection)
        .fetchOne("SELECT pg_catalog.to_regclass(?) IS NOT NULL", Sql.quoted(name, HISTORY))
        .get(0, Boolean.class);
  }
}
