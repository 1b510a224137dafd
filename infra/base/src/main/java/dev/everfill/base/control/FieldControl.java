package dev.everfill.base.control;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What people have asked of a field while it runs. It lies in the control schema and so outlives
 * every process.
 *
 * @param paused nothing is to be read or written for it; capture and compute go on
 * @param rowsPerSecond instead of the configuration's; {@link #UNLIMITED} for no bound; empty for
 *     what the configuration says
 * @param maxHold instead of the configuration's, above zero; empty for what the configuration says
 */
public record FieldControl(boolean paused, OptionalLong rowsPerSecond, Optional<Duration> maxHold) {
  /** No bound on the rate, whatever the configuration says. */
  public static final long UNLIMITED = 0;

  /** Nobody has asked for anything. */
  public static final FieldControl NONE =
      new FieldControl(false, OptionalLong.empty(), Optional.empty());

  public FieldControl {
    Objects.requireNonNull(rowsPerSecond, "rowsPerSecond");
    Objects.requireNonNull(maxHold, "maxHold");
  }
}
