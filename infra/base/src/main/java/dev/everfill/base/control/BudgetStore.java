package dev.everfill.base.control;

import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * The budgets that all instances of a pipeline share, and who may use which part. Everything
 * happens in the caller's transaction. Safe for all threads.
 */
public final class BudgetStore {
  private final ControlTables tables;

  /**
   * @param schema the control schema
   */
  public BudgetStore(String schema) {
    this.tables = new ControlTables(schema);
  }

  /**
   * Locks a budget until the end of the transaction, and creates it if it is not there. Who locks
   * several takes them in the order of their names.
   *
   * @return a number that grows with every call
   */
  public long lock(Connection connection, String scope) {
    return Sql.on(connection)
        .fetchOne(
            "INSERT INTO {0} AS b (scope) VALUES ({1})"
                + " ON CONFLICT (scope) DO UPDATE SET turn = b.turn + 1 RETURNING turn",
            tables.budget(), DSL.val(scope))
        .get(0, Long.class);
  }

  /** The leases of a budget, by instance, ended ones included. */
  public List<Lease> leases(Connection connection, String scope) {
    return Sql.on(connection)
        .fetch(
            "SELECT instance, rate, held, live_demand, backfill_demand, renewals,"
                + " expires_at <= pg_catalog.clock_timestamp() AS expired FROM {0}"
                + " WHERE scope = {1} ORDER BY instance LIMIT 1000",
            tables.lease(), DSL.val(scope))
        .map(BudgetStore::lease);
  }

  private static Lease lease(Record row) {
    return new Lease(
        row.get("instance", String.class),
        row.get("rate", Long.class),
        row.get("held", Long.class),
        row.get("live_demand", Long.class),
        row.get("backfill_demand", Long.class),
        row.get("renewals", Long.class),
        row.get("expired", Boolean.class));
  }

  /**
   * Stores a lease, in place of the one the instance had.
   *
   * @param life after which it ends unless it is renewed
   */
  public void renew(Connection connection, String scope, Lease lease, Duration life) {
    Sql.on(connection)
        .execute(
            "INSERT INTO {0} AS l"
                + " (scope, instance, rate, held, live_demand, backfill_demand, expires_at)"
                + " VALUES ({1}, {2}, {3}, {4}, {5}, {6},"
                + " pg_catalog.clock_timestamp() + {7} * interval '1 microsecond')"
                + " ON CONFLICT (scope, instance) DO UPDATE SET rate = EXCLUDED.rate,"
                + " held = EXCLUDED.held, live_demand = EXCLUDED.live_demand,"
                + " backfill_demand = EXCLUDED.backfill_demand, renewals = l.renewals + 1,"
                + " expires_at = EXCLUDED.expires_at",
            tables.lease(),
            DSL.val(scope),
            DSL.val(lease.instance()),
            DSL.val(lease.rate()),
            DSL.val(lease.held()),
            DSL.val(lease.liveDemand()),
            DSL.val(lease.backfillDemand()),
            DSL.val(life.toNanos() / 1_000));
  }

  /** Removes leases, of instances that are gone. */
  public void remove(Connection connection, String scope, Collection<String> instances) {
    for (String instance : instances) {
      Sql.on(connection)
          .execute(
              "DELETE FROM {0} WHERE scope = {1} AND instance = {2}",
              tables.lease(), DSL.val(scope), DSL.val(instance));
    }
  }

  /**
   * Lets all leases of an instance end soon.
   *
   * @param remaining as long as what it wrote last counts
   */
  public void release(Connection connection, String instance, Duration remaining) {
    Sql.on(connection)
        .execute(
            "UPDATE {0} SET live_demand = 0, backfill_demand = 0, renewals = {3},"
                + " expires_at = LEAST(expires_at,"
                + " pg_catalog.clock_timestamp() + {2} * interval '1 microsecond')"
                + " WHERE instance = {1}",
            tables.lease(),
            DSL.val(instance),
            DSL.val(remaining.toNanos() / 1_000),
            DSL.val(Lease.GIVEN_BACK));
  }
}
