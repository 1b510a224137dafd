package dev.everfill.processor.topology;

import java.nio.file.Path;
import java.time.Duration;

/** The room on the disk of a field's state. Waiting for it belongs to one thread. */
final class Room {
  /** About what a field's stores keep in memory before they write it. */
  private static final long ENOUGH = 64L << 20;

  private static final Duration EVERY = Duration.ofSeconds(1);

  /** Whoever finds a disk full again so soon has not found what was in the way. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Path folder;
  private Duration pause = EVERY;
  private boolean found;
  private long foundAt;

  /**
   * @param folder whose parent exists once there is any state
   */
  Room(Path folder) {
    this.folder = folder;
  }

  /** Returns when there is enough, not at once, and later each time that was not enough. */
  void await() throws InterruptedException {
    boolean soon = found && System.nanoTime() - foundAt < AGAIN.toNanos();
    Duration twice = pause.multipliedBy(2);
    pause = !soon ? EVERY : twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    Thread.sleep(pause.toMillis());
    while (folder.getParent().toFile().getUsableSpace() < ENOUGH) {
      Thread.sleep(EVERY.toMillis());
    }
    found = true;
    foundAt = System.nanoTime();
  }

  @Override
  public String toString() {
    return (ENOUGH >> 20) + " MB of room on the disk of " + folder;
  }
}
