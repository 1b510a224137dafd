package dev.everfill.processor.state;

/**
 * What one partition's rows contribute to their groups, and each group's {@link Partial} of them.
 * The cost of a change does not grow with the number of rows or groups. Used by one thread at a
 * time.
 */
public interface GroupState {
  /**
   * Replaces what a row contributes.
   *
   * @param row the row's key
   * @param contribution null if it contributes nothing (any more)
   * @param changed is told each group whose partial is another one now, at most two, the group that
   *     lost the row first; a row that stays in its group is one change
   */
  void replace(byte[] row, Contribution contribution, Listener changed);

  /** Removes all rows; {@code changed} is told every group that there was. */
  void clear(Listener changed);

  /** Tells the partial of every group, in the order of their keys. */
  void forEach(Listener listener);

  /** Hears of partials. */
  @FunctionalInterface
  interface Listener {
    /** The partial's bytes; of {@link Partial#empty} if the group has no rows left. */
    void partial(byte[] group, byte[] partial);
  }
}
