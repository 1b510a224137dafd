package dev.everfill.sink;

import dev.everfill.base.component.LogContext;
import dev.everfill.base.control.FieldControl;
import dev.everfill.base.control.FieldRef;
import dev.everfill.sink.pace.Throttle;
import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people have asked of a field, over what its configuration says. Belongs to the writing
 * thread.
 */
final class Wishes {
  private static final Logger LOG = LoggerFactory.getLogger(Wishes.class);
  private final FieldRef field;
  private final PaceSettings configured;
  private final Throttle throttle;
  private final Tempo tempo;
  private FieldControl asked = FieldControl.NONE;

  Wishes(FieldRef field, PaceSettings configured, Throttle throttle, Tempo tempo) {
    this.field = field;
    this.configured = configured;
    this.throttle = throttle;
    this.tempo = tempo;
    throttle.configure(field, configured);
  }

  boolean paused() {
    return asked.paused();
  }

  /** Takes over what is asked now; a pace holds from the next batch on. */
  void take(FieldControl now) {
    if (now.equals(asked)) {
      return;
    }
    if (now.paused() != asked.paused()) {
      try (LogContext.Named named = LogContext.field(field.name())) {
        LOG.info("{} is {}", field.name(), now.paused() ? "paused" : "resumed");
      }
    }
    asked = now;
    Duration hold = now.maxHold().orElse(configured.maxHold());
    throttle.configure(
        field,
        new PaceSettings(
            hold, rows(now.rowsPerSecond()), configured.replicaLag(), configured.query()));
    tempo.maxHold(hold);
  }

  private OptionalLong rows(OptionalLong wanted) {
    if (wanted.isEmpty()) {
      return configured.rowsPerSecond();
    }
    return wanted.getAsLong() == FieldControl.UNLIMITED ? OptionalLong.empty() : wanted;
  }
}
