package dev.everfill.base.component;

/**
 * One of capture, compute and write. {@link #start} returns at once and the stage works on threads
 * of its own until {@link #close}, which stops them, waits for them and releases everything;
 * closing twice is harmless. {@link #status} may be asked from any thread at any time.
 */
public interface Stage extends AutoCloseable {
  /** Starts working; a failure shows in {@link #status}. */
  void start();

  /** From memory, at once. */
  StageStatus status();

  @Override
  void close();
}
