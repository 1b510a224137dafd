package dev.everfill.processor.operator;

/** A topic that an operator writes to. */
@FunctionalInterface
public interface Outlet {
  /** Every partition of the topic. */
  int ALL = -1;

  /**
   * Sends a record; it becomes readable together with the state that goes with it.
   *
   * @param partition from 0, or {@link #ALL}
   * @param value may be null
   */
  void send(int partition, byte[] key, byte[] value, Cause cause);
}
