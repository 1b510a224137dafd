package dev.everfill.sink.pace;

import dev.everfill.base.control.FieldRef;
import dev.everfill.sink.PaceSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Each field within its own rate; fields do not know of each other. Safe for all threads. */
public final class WindowThrottle implements Throttle {
  private final Map<FieldRef, RateWindow> windows = new HashMap<>();

  @Override
  public synchronized void configure(FieldRef field, PaceSettings pace) {
    windows.put(field, new RateWindow(pace.rowsPerSecond()));
  }

  @Override
  public synchronized int permitted(FieldRef field, boolean backfill, int wanted, long nowNanos) {
    return window(field).permitted(wanted, nowNanos);
  }

  @Override
  public synchronized void wrote(
      FieldRef field, boolean backfill, int rows, long heldNanos, long nowNanos) {
    window(field).wrote(rows, nowNanos);
  }

  @Override
  public synchronized long waitNanos(FieldRef field, boolean backfill, long nowNanos) {
    return window(field).waitNanos(nowNanos);
  }

  private RateWindow window(FieldRef field) {
    return windows.computeIfAbsent(field, unknown -> new RateWindow(OptionalLong.empty()));
  }
}
