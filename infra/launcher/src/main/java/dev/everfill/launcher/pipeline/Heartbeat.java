package dev.everfill.launcher.pipeline;

import dev.everfill.base.postgres.ConnectionBudget;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every two seconds, in one short transaction on a connection of the pool, that this process
 * runs, what it holds of the server and how fast it writes; and learns what the others do. Never
 * keeps anything else from working: if the server cannot be reached it is silent. Has a thread of
 * its own until it is closed.
 */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final long INTERVAL_MILLIS = 2_000;

  private final Instance instance;
  private final Supplier<ConnectionBudget.Usage> usage;
  private final Registry registry;
  private final Supplier<Rates> rates;
  private final Rounds rounds = new Rounds("everfill-heartbeat", INTERVAL_MILLIS, this::beat);

  /**
   * @param usage from memory
   * @param rates of the stages that run now
   */
  Heartbeat(
      Instance instance,
      Supplier<ConnectionBudget.Usage> usage,
      Registry registry,
      Supplier<Rates> rates) {
    this.instance = instance;
    this.usage = usage;
    this.registry = registry;
    this.rates = rates;
  }

  void start() {
    rounds.start();
  }

  private void beat() {
    try {
      Rates now = rates.get();
      now.others(
          registry.beat(
              instance.status(usage.get()),
              statuses -> statuses.stream().map(now::ofThisProcess).toList()));
    } catch (RuntimeException unreachable) {
      LOG.debug("no heartbeat: {}", unreachable.getMessage());
    }
  }

  @Override
  public void close() {
    rounds.close();
  }
}
