package dev.everfill.ops.http;

import dev.everfill.ops.Commands;
import dev.everfill.ops.Feed;
import dev.everfill.ops.OpsSettings;
import dev.everfill.ops.RequestListener;
import dev.everfill.ops.Scrape;
import io.javalin.Javalin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operations server: health, metrics, the API, its event stream and the dashboard. No request
 * waits for a server or a stage. Started once and closed once; answers on threads of its own.
 */
public final class OpsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpsServer.class);

  /** For streams to end by themselves. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private final OpsSettings settings;
  private final InetAddress address;
  private final Feed feed;
  private final List<Routes.Route> routes;
  private final Timing timing;
  private final Bell bell = new Bell();
  private final EventStreams streams;
  private Javalin javalin;
  private AutoCloseable subscription;

  /**
   * @param listener hears of every answer
   * @param clock tells how old a snapshot is
   * @throws dev.everfill.base.error.ProblemsException if the address does not exist, or others
   *     could reach it and there is no token
   */
  public OpsServer(
      OpsSettings settings,
      Feed feed,
      Commands commands,
      Scrape scrape,
      RequestListener listener,
      InstantSource clock) {
    this.settings = settings;
    this.address = Listening.address(settings);
    this.feed = feed;
    this.timing = new Timing(listener);
    Rendered rendered = new Rendered(feed);
    this.streams = new EventStreams(feed, rendered, bell);
    this.routes =
        Routes.of(
            new HealthHandlers(feed, clock),
            new ViewHandlers(feed, rendered, scrape),
            new CommandHandlers(feed, commands),
            streams,
            new Assets());
  }

  /**
   * Listens from now on.
   *
   * @return where, with the real port
   * @throws dev.everfill.base.error.ProblemsException if the port is taken and no other one may be
   */
  public synchronized InetSocketAddress start() {
    if (javalin != null) {
      throw new IllegalStateException("the operations server is started once");
    }
    ServerSocketChannel channel = Listening.open(settings, address);
    try {
      InetSocketAddress bound = (InetSocketAddress) channel.getLocalAddress();
      Hosts hosts = new Hosts(bound, settings.bind().getHostString(), settings.hosts());
      Guard guard = new Guard(hosts, new Token(settings.token()), settings.identity());
      javalin = Application.of(guard, routes, timing, channel);
      subscription = feed.subscribe(snapshot -> bell.ring(), event -> bell.ring());
      javalin.start();
      return bound;
    } catch (IOException e) {
      throw new UncheckedIOException("the socket was closed while it was opened", e);
    } finally {
      if (javalin == null || !javalin.jettyServer().server().isStarted()) {
        close();
        close(channel);
      }
    }
  }

  /** Ends every stream and request; returns within two seconds. Harmless if repeated. */
  @Override
  public synchronized void close() {
    bell.close();
    AutoCloseable ended = subscription;
    subscription = null;
    if (ended != null) {
      close(ended);
    }
    if (javalin != null) {
      if (!streams.ended(GRACE)) {
        JettyFront.cut(javalin.jettyServer().server());
      }
      javalin.stop();
    }
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      LOG.warn("closing the operations server: {}", e.toString());
    }
  }
}
