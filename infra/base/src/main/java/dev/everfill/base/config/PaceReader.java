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
    Duration lag = section.duration("replica-lag", outer.replicaLag());
    String query = section.has("query") ? query(section) : outer.query();
    section.done();
    return new Pace(hold, rate, lag, query);
  }

  /** As it stands: it is the user's SQL, like a field's SELECT. */
  private static String query(Section section) {
    String query = section.verbatim("query");
    if (query != null && query.isBlank()) {
      section.refuse("query", "is empty", "write one SELECT of one number, or leave it out");
      return null;
    }
    return query == null ? null : query.strip();
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
