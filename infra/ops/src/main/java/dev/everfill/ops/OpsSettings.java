package dev.everfill.ops;

import dev.everfill.base.config.PipelineConfig;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;

/**
 * Where the server listens and whom it lets in.
 *
 * @param bind may be unresolved; port 0 for any that is free
 * @param token that requests must bring; null for none, which only loopback addresses allow
 * @param hosts further names by which it is reached, such as {@code everfill} or {@code
 *     everfill.example.org:443}; without a port, any port will do
 * @param anyPort if the port is taken, listen on any that is free
 * @param identity of the pipeline, which every answer carries; empty for none
 */
public record OpsSettings(
    InetSocketAddress bind, String token, List<String> hosts, boolean anyPort, String identity) {
  public OpsSettings {
    Objects.requireNonNull(bind, "bind");
    Objects.requireNonNull(identity, "identity");
    hosts = List.copyOf(hosts);
  }

  /** Of no pipeline in particular. */
  public OpsSettings(InetSocketAddress bind, String token, List<String> hosts, boolean anyPort) {
    this(bind, token, hosts, anyPort, "");
  }

  /** As configured; another port than the default one is taken only if none was stated. */
  public static OpsSettings of(PipelineConfig config) {
    PipelineConfig.Ops ops = config.ops();
    return new OpsSettings(ops.bind(), ops.token(), ops.hosts(), !ops.stated(), config.identity());
  }

  @Override
  public String toString() {
    return "OpsSettings["
        + bind
        + ", hosts="
        + hosts
        + ", token="
        + (token == null ? "none" : "***")
        + "]";
  }
}
