package dev.everfill.base.definition;

import java.sql.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;

/**
 * Turns SELECTs into typed plans with PostgreSQL as parser, type checker and judge. Nothing it does
 * outlives the call: everything happens in one transaction that is rolled back. Safe for all
 * threads, each with its own connection.
 */
public final class Analyser {
  private final SupportedFunctions functions;
  private final Duration timeout;

  /**
   * @param functions what the evaluator offers
   * @param timeout of each statement
   */
  public Analyser(SupportedFunctions functions, Duration timeout) {
    this.functions = Objects.requireNonNull(functions, "functions");
    this.timeout = Objects.requireNonNull(timeout, "timeout");
  }

  /**
   * Analyses all fields of a pipeline, and collects every problem of every one.
   *
   * @param connection to the source, without an open transaction; its {@code search_path} resolves
   *     names
   * @throws dev.everfill.base.error.EverfillException if the server cannot be asked
   */
  public Analysis analyse(Connection connection, Collection<FieldInput> fields) {
    throw new UnsupportedOperationException(functions + " " + timeout);
  }
}
