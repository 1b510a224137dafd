package dev.everfill.launcher.demo;

import dev.everfill.ops.OpsSettings;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the demonstration shows.
 *
 * @param scale of the rows; empty for each example's own default
 * @param exitWhenLive stop the traffic, verify and end once every field is live
 * @param port of the dashboard; empty for 8080, or any free one if that is taken
 * @param postgresPort of PostgreSQL; 0 for the one of the last time, or any free one
 * @param trafficPerSecond statements of each example's application, ≥ 1
 */
public record DemoOptions(
    List<Example> examples,
    Optional<BigDecimal> scale,
    boolean exitWhenLive,
    Optional<Integer> port,
    int postgresPort,
    Path dataDir,
    int trafficPerSecond) {
  public DemoOptions {
    examples = List.copyOf(examples);
  }

  /** The operations server, for this machine alone. */
  OpsSettings operations() {
    InetSocketAddress bind = InetSocketAddress.createUnresolved("127.0.0.1", port.orElse(8080));
    return new OpsSettings(bind, null, List.of(), port.isEmpty());
  }
}
