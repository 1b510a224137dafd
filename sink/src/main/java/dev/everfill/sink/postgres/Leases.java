package dev.everfill.sink.postgres;

import dev.everfill.base.control.BudgetStore;
import dev.everfill.sink.pace.Ask;
import dev.everfill.sink.pace.Division;
import dev.everfill.sink.pace.Lent;
import dev.everfill.sink.pace.Sightings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Renews an instance's leases in one short transaction that locks the budgets' rows. Belongs to one
 * thread, which is not the writer's.
 */
public final class Leases {
  private final BudgetStore store;
  private final String instance;
  private final Lent lent;
  private final Division division;
  private final LongSupplier nanos;

  /**
   * @param schema the control schema
   * @param instance this one's name, unlike all others
   * @param nanos the monotonic clock
   */
  public Leases(String schema, String instance, Lent lent, LongSupplier nanos) {
    this.store = new BudgetStore(schema);
    this.instance = instance;
    this.lent = lent;
    this.division = new Division(instance, lent);
    this.nanos = nanos;
  }

  /**
   * Renews all leases.
   *
   * @param connection with auto-commit off
   * @return whether all are as they should be; if not, it is worth trying again soon
   */
  public boolean renew(Connection connection) throws SQLException {
    long sent = nanos.getAsLong();
    List<Ask> asks = lent.asks(sent);
    Map<String, Division.Taken> taken = new LinkedHashMap<>();
    for (Ask ask : asks) {
      taken.put(ask.scope(), renew(connection, ask));
    }
    if (!asks.isEmpty()) {
      connection.commit();
    }
    long until = sent + Division.USE.toNanos();
    taken.forEach((scope, one) -> lent.lease(scope, one.rows(), until));
    return taken.values().stream().allMatch(Division.Taken::settled);
  }

  private Division.Taken renew(Connection connection, Ask ask) {
    long turn = store.lock(connection, ask.scope());
    Division.Taken taken =
        division.of(ask, store.leases(connection, ask.scope()), turn, nanos.getAsLong());
    store.remove(connection, ask.scope(), taken.dead());
    store.renew(connection, ask.scope(), taken.lease(), Division.LIFE);
    return taken;
  }

  /** Gives all leases back, as soon as what was written last counts no more. */
  public void release(Connection connection) throws SQLException {
    lent.drop();
    store.release(connection, instance, Sightings.REMAINING);
    connection.commit();
  }
}
