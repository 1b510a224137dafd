package dev.everfill.sink;

import java.util.List;
import java.util.function.Predicate;

/**
 * Who writes in a turn, and in which order: live fields first, since somebody waits for their
 * changes; fields that are being filled when no live one has more to write, and at least in every
 * tenth turn, so that they end. Belongs to the writing thread.
 */
final class TurnOrder<W> {
  /** A waiting backfill gets at least one turn in so many. */
  static final int SHARE = 10;

  private final Predicate<W> filling;
  private int yielded;

  TurnOrder(Predicate<W> filling) {
    this.filling = filling;
  }

  List<W> live(List<W> writers) {
    return writers.stream().filter(filling.negate()).toList();
  }

  /**
   * To be asked once a turn, after the live ones have written.
   *
   * @param more whether a live one has more to write right now
   * @return the ones that are being filled and have their turn now
   */
  List<W> filling(List<W> writers, boolean more) {
    if (more && yielded < SHARE - 1) {
      yielded++;
      return List.of();
    }
    yielded = 0;
    return writers.stream().filter(filling).toList();
  }
}
