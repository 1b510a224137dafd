package dev.everfill.launcher.demo;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the demonstration shows.
 *
 * @param scale of the rows; empty for each example's own default
 * @param exitWhenLive stop the traffic, verify and end once every field is live
 * @param port of PostgreSQL; 0 for the one of the last time, or any free one
 * @param trafficPerSecond statements of each example's application, ≥ 1
 */
public record DemoOptions(
    List<Example> examples,
    Optional<BigDecimal> scale,
    boolean exitWhenLive,
    int port,
    Path dataDir,
    int trafficPerSecond) {
  public DemoOptions {
    examples = List.copyOf(examples);
  }
}
