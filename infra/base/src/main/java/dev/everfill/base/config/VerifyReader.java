package dev.everfill.base.config;

import dev.everfill.base.config.PipelineConfig.Verify;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code verify}: when fields are compared with their SELECTs without being asked. */
final class VerifyReader {
  private static final Duration LEAST = Duration.ofSeconds(1);

  private VerifyReader() {}

  static Optional<Verify> read(Section top) {
    if (!top.has("verify")) {
      return Optional.empty();
    }
    Section section = top.section("verify");
    if (!section.has("every")) {
      section.missing("every", "write every: 24h, or leave verify out");
    }
    Duration every = section.duration("every", Duration.ofHours(24));
    if (every.compareTo(LEAST) < 0) {
      section.refuse("every", "is shorter than a second", "write every: 24h");
    }
    boolean repair = repair(section);
    section.done();
    return Optional.of(new Verify(every, repair));
  }

  private static boolean repair(Section section) {
    String text = section.text("repair");
    if (text != null && !text.equals("true") && !text.equals("false")) {
      section.refuse(
          "repair", "must be true or false but is \"" + text + "\"", "write repair: true");
    }
    return "true".equals(text);
  }
}
