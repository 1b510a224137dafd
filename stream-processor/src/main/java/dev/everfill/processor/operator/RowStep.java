package dev.everfill.processor.operator;

/**
 * A step on the way of the root's rows. Everything about a row is told under the root's key, in the
 * partition of that key.
 */
interface RowStep {
  /** The row now reads so, as far as the steps before have built it. */
  void present(byte[] key, String[] row, Cause cause);

  /** The root has the row, but the SELECT leaves it out. */
  void excluded(byte[] key, Cause cause);

  /** The root does not have the row any more. */
  void gone(byte[] key, Cause cause);

  /** The root has no rows any more. */
  void truncated(Cause cause);

  /** The least level of everything that has been told; only ever higher than the last. */
  void level(long level, Cause cause);
}
