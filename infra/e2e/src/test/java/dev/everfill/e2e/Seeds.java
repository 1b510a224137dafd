package dev.everfill.e2e;

import java.util.stream.LongStream;

/** What seeded tests run: {@code -Deverfill.seeds=N} from {@code -Deverfill.seed} on. */
final class Seeds {
  private Seeds() {}

  /** One, of the clock, if nothing is said. */
  static LongStream stated() {
    int seeds = Integer.getInteger("everfill.seeds", 1);
    long first = Long.getLong("everfill.seed", System.currentTimeMillis());
    return LongStream.range(first, first + seeds);
  }
}
