package dev.everfill.launcher.feed;

import dev.everfill.base.metrics.Instruments;
import dev.everfill.launcher.pipeline.Pipeline;
import dev.everfill.ops.OpsSettings;
import dev.everfill.ops.http.OpsServer;
import dev.everfill.ops.metrics.Metrics;
import java.net.InetSocketAddress;
import java.time.Clock;

/**
 * The operations server of this process with what it shows. It is up before anything slow begins,
 * and outlives the pipelines that are attached to it. Safe for all threads; the starter closes it.
 */
public final class Operations implements AutoCloseable {
  private final StatusFeed feed = new StatusFeed(Clock.systemUTC());
  private final CommandQueue commands = new CommandQueue(feed);
  private final Metrics metrics = new Metrics(version());
  private final OpsServer server;
  private final InetSocketAddress address;

  private Operations(OpsSettings settings) {
    server = new OpsServer(settings, feed, commands, metrics, metrics, Clock.systemUTC());
    metrics.follow(feed);
    address = server.start();
    feed.start();
  }

  /**
   * Listens from now on.
   *
   * @throws dev.everfill.base.error.ProblemsException if the address cannot be had
   */
  public static Operations start(OpsSettings settings) {
    return new Operations(settings);
  }

  private static String version() {
    String stated = Operations.class.getPackage().getImplementationVersion();
    return stated == null ? "development" : stated;
  }

  /** What a pipeline's stages record into, to be shown among the metrics. */
  public Instruments instruments() {
    return metrics.instruments();
  }

  /** Where the dashboard is. */
  public String url() {
    String host = address.getHostString();
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return "http://" + shown + ":" + address.getPort() + "/";
  }

  /** A pipeline is shown. */
  public interface Attached extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Shows this pipeline and carries out what is asked of it.
   *
   * @return ends that, and shows what was seen last; to be closed before the pipeline is
   */
  public Attached attach(Pipeline pipeline) {
    commands.attach(new PipelineWork(pipeline));
    feed.attach(new PipelineSource(pipeline));
    return () -> {
      commands.attach(null);
      feed.detach();
    };
  }

  @Override
  public void close() {
    server.close();
    metrics.close();
    commands.close();
    feed.close();
  }
}
