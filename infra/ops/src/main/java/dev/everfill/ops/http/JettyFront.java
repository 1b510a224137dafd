package dev.everfill.ops.http;

import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LowResourceMonitor;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Bounds what clients can take of this process: threads, connections, bytes, time. Stateless. */
final class JettyFront {
  /** Beside those of the streams; requests take milliseconds. */
  private static final int THREADS = 12;

  private static final int MOST_CONNECTIONS = 256;
  private static final Duration IDLE = Duration.ofSeconds(15);
  private static final int HEADERS = 8 * 1024;

  /** A column may be called "a/b"; what else is ambiguous stays refused. */
  private static final UriCompliance URIS =
      UriCompliance.DEFAULT.with(
          "EVERFILL",
          UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
          UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING);

  private JettyFront() {}

  static void configure(JavalinConfig config, ServerSocketChannel channel) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.jetty.threadPool = threads();
    config.jetty.modifyServer(JettyFront::server);
    config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new JettyErrors()));
    config.jetty.modifyHttpConfiguration(JettyFront::http);
    config.jetty.addConnector((server, http) -> connector(server, http, channel));
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool pool = new QueuedThreadPool(EventStreams.MOST + THREADS, 4);
    pool.setName("ops-http");
    pool.setDaemon(true);
    pool.setReservedThreads(0);
    pool.setStopTimeout(500);
    return pool;
  }

  private static void server(Server server) {
    // It would cut streams off as soon as some threads are in use.
    server.removeBean(server.getBean(LowResourceMonitor.class));
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
    server.setErrorHandler(new JettyErrors());
    // Else it would wait for clients to close their connections, and fail if they do not.
    server.setStopTimeout(0);
  }

  private static void http(HttpConfiguration http) {
    http.setUriCompliance(URIS);
    http.setRequestHeaderSize(HEADERS);
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
  }

  /** Closes every connection, also of those who take nothing that is sent to them. */
  static void cut(Server server) {
    for (Connector connector : server.getConnectors()) {
      List.copyOf(connector.getConnectedEndPoints()).forEach(EndPoint::close);
    }
  }

  private static Connector connector(
      Server server, HttpConfiguration http, ServerSocketChannel channel) {
    ServerConnector connector =
        new ServerConnector(server, null, null, null, 1, 1, new HttpConnectionFactory(http));
    connector.setIdleTimeout(IDLE.toMillis());
    try {
      connector.open(channel);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot accept connections", e);
    }
    return connector;
  }
}
