package dev.everfill.processor.operator;

/** A topic that an operator reads from. */
@FunctionalInterface
public interface Inlet {
  /**
   * Takes a record in.
   *
   * @throws IllegalArgumentException if it is not in the topic's format
   */
  void receive(byte[] key, byte[] value, Cause cause);
}
