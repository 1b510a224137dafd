package dev.everfill.launcher.pipeline;

import dev.everfill.base.control.FieldState;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.ProblemsException;
import dev.everfill.base.error.Reason;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins the shifts of a pipeline: the first, and after a resync the next one. The definitions are
 * checked again, since a database that was restored may hold other tables. For one thread.
 */
final class Renewal {
  private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);
  private static final long AGAIN_MILLIS = 3_000;

  private final Ground ground;
  private final Consumer<String> says;

  Renewal(Ground ground, Consumer<String> says) {
    this.ground = ground;
    this.says = says;
  }

  /** Does what a resync asks for, if one was asked for, and makes the stages; starts nothing. */
  Shift first(Prepared checked) {
    String epoch = new Clearing(checked.names(), ground).settle(says);
    return new Shift(checked, ground, epoch, says);
  }

  /** As above, as often as it takes; what keeps it from succeeding is the fields' failure. */
  Shift next(Shift ended) throws InterruptedException {
    while (true) {
      try {
        new Clearing(ended.prepared().names(), ground).settle(says);
        return first(Preflight.check(ground.sessions(), ground.roles()));
      } catch (RuntimeException failed) {
        LOG.warn("the stages cannot be started anew: {}", failed.getMessage());
        ended.failures().all(reason(failed), failed.getMessage());
        note(failed);
        Thread.sleep(AGAIN_MILLIS);
      }
    }
  }

  private void note(RuntimeException failed) {
    try {
      ground.registry().statuses().stream()
          .filter(status -> status.state() != FieldState.FAILED)
          .forEach(
              status ->
                  ground
                      .registry()
                      .failed(status.field(), reason(failed).code(), failed.getMessage()));
    } catch (RuntimeException unreachable) {
      LOG.debug("it is not noted yet that nothing works: {}", unreachable.getMessage());
    }
  }

  private static Reason reason(RuntimeException failed) {
    if (failed instanceof EverfillException known) {
      return known.reason();
    }
    return failed instanceof ProblemsException ? Reason.CONFIGURATION_INVALID : Reason.INTERNAL;
  }
}
