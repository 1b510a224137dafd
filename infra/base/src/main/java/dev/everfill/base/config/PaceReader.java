package dev.everfill.base.config;

import dev.everfill.base.config.PipelineConfig.Pace;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code pace}, of the pipeline or of a field. */
final class PaceReader {
  static final Pace DEFAULT =
      new Pace(Duration.ofMillis(20), Optional.empty(), Duration.ofSeconds(2), null);

  private PaceReader() {}

  /**
   * @param outer what holds for keys that are left out
   */
  static Pace read(Section section, Pace outer) {
    Duration hold = section.duration("max-hold", outer.maxHold());
    Optional<Long> rate = rate(section, outer.rowsPerSecond());
    refuseUnsupported(section, "replica-lag", "does not measure the lag of replicas");
    refuseUnsupported(section, "query", "does not ask a query for its pace");
    section.done();
    return new Pace(hold, rate, outer.replicaLag(), outer.query());
  }

  private static void refuseUnsupported(Section section, String key, String what) {
    if (section.has(key)) {
      section.refuse(
          key, "this version " + what, "leave it out; supported: max-hold, rows-per-second");
    }
  }

  private static Optional<Long> rate(Section section, Optional<Long> outer) {
    String text = section.text("rows-per-second");
    if (text == null) {
      return outer;
    }
    if (text.equals("unlimited")) {
      return Optional.empty();
    }
    if (text.matches("[1-9][0-9]{0,8}")) {
      return Optional.of(Long.parseLong(text));
    }
    section.refuse(
        "rows-per-second",
        "must be a whole number from 1 or unlimited but is \"" + text + "\"",
        "write rows-per-second: 5000, or leave it out");
    return outer;
  }
}
