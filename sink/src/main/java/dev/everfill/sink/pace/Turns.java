package dev.everfill.sink.pace;

import dev.everfill.base.control.FieldRef;
import java.util.HashMap;
import java.util.Map;

/**
 * Whose turn it is where there is less than all want: live fields go before those being filled,
 * which keep a tenth; among equals, whoever has had less. Who has not asked for a second wants
 * nothing any more. Not safe for several threads.
 */
final class Turns {
  private static final long FRESH = 1_000_000_000L;

  /** To each row of a field being filled, so many of live ones. */
  private static final long LIVE_ROWS = 9;

  private static final class Drawer {
    private boolean backfill;
    private boolean wants;
    private long asked;
    private long had;
    private int missing;
  }

  private final Map<FieldRef, Drawer> drawers = new HashMap<>();
  private long liveHad;
  private long backfillHad;

  /** The field got less than it wanted. */
  void wants(FieldRef field, boolean backfill, int missing, long now) {
    Drawer drawer = drawers.computeIfAbsent(field, unknown -> new Drawer());
    drawer.missing = missing;
    if (!wants(drawer, now) || drawer.backfill != backfill) {
      drawer.had = Math.max(drawer.had, least(backfill, now));
    }
    drawer.backfill = backfill;
    drawer.wants = true;
    drawer.asked = now;
  }

  /** The least that any who wants has had; 0 if none does. */
  private long least(boolean backfill, long now) {
    return drawers.values().stream()
        .filter(one -> one.backfill == backfill && wants(one, now))
        .mapToLong(one -> one.had)
        .min()
        .orElse(0);
  }

  /** The field wants nothing now. */
  void content(FieldRef field) {
    Drawer drawer = drawers.get(field);
    if (drawer != null) {
      drawer.wants = false;
    }
  }

  /** The field has got something. */
  void got(FieldRef field, boolean backfill, int rows, long now) {
    drawers.computeIfAbsent(field, unknown -> new Drawer()).had += rows;
    if (!anybody(field, !backfill, now)) {
      liveHad = 0;
      backfillHad = 0;
    } else if (backfill) {
      backfillHad += rows;
    } else {
      liveHad += rows;
    }
  }

  /** Whether nobody goes before the field. */
  boolean mayGo(FieldRef field, boolean backfill, long now) {
    boolean filling = backfillHad * LIVE_ROWS < liveHad;
    if (backfill != filling && anybody(field, !backfill, now)) {
      return false;
    }
    Drawer own = drawers.get(field);
    long had = own == null ? 0 : own.had;
    return drawers.entrySet().stream()
        .filter(one -> !one.getKey().equals(field) && one.getValue().backfill == backfill)
        .noneMatch(one -> wants(one.getValue(), now) && one.getValue().had < had);
  }

  /** How many rows the field lacks, as far as it has said; at least 1. */
  int missing(FieldRef field) {
    Drawer drawer = drawers.get(field);
    return drawer == null || !drawer.wants ? 1 : Math.max(1, drawer.missing);
  }

  private boolean anybody(FieldRef but, boolean backfill, long now) {
    return drawers.entrySet().stream()
        .anyMatch(
            one ->
                !one.getKey().equals(but)
                    && one.getValue().backfill == backfill
                    && wants(one.getValue(), now));
  }

  private static boolean wants(Drawer drawer, long now) {
    return drawer.wants && now - drawer.asked < FRESH;
  }
}
