package dev.everfill.sink.signal;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Which log position was reached when, as far back as is of interest: from it follow how fast the
 * log grows and how old what a replica has not replayed is, also if the replica says nothing. Not
 * safe for several threads.
 */
final class WalClock {
  private record Sample(long position, long at) {}

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private final long kept;

  WalClock(Duration kept) {
    this.kept = kept.toNanos();
  }

  void reached(long position, long now) {
    samples.add(new Sample(position, now));
    while (now - samples.peekFirst().at() > kept) {
      samples.removeFirst();
    }
  }

  /** For how long there has been something after a position. */
  Duration age(long position, long now) {
    return samples.stream()
        .filter(one -> one.position() > position)
        .findFirst()
        .map(one -> Duration.ofNanos(now - one.at()))
        .orElse(Duration.ZERO);
  }

  /** Bytes per second over the time kept; 0 if there was only one look. */
  double rate() {
    if (samples.size() < 2) {
      return 0;
    }
    Sample first = samples.peekFirst();
    Sample last = samples.peekLast();
    return last.at() == first.at()
        ? 0
        : (last.position() - first.position()) * 1e9 / (last.at() - first.at());
  }
}
