package dev.everfill.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker, its own controller, in this JVM and one folder, on loopback only.
 *
 * <p>The folder outlives the server: topics, groups and transactions are there again after a
 * restart, also after the JVM was killed. One process owns the folder at a time. Safe for use by
 * several threads.
 */
public final class KafkaServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaServer.class);

  private final OwnedFolder folder;
  private final KafkaRaftServer server;
  private final int port;
  private final AtomicBoolean stopped = new AtomicBoolean();

  private KafkaServer(OwnedFolder folder, KafkaRaftServer server, int port) {
    this.folder = folder;
    this.server = server;
    this.port = port;
  }

  /** A broker whose data is in {@code folder}, which is created where missing. */
  public static KafkaOptions in(Path folder) {
    return new KafkaOptions(folder);
  }

  static KafkaServer start(KafkaOptions options) {
    OwnedFolder folder =
        OwnedFolder.take(options.folder(), "stop it or choose another folder for Kafka");
    try {
      Path memory = folder.path().resolve("port");
      int port = Ports.choose(options.port(), memory, "Kafka");
      KafkaFolder data = new KafkaFolder(folder.path().resolve("log"));
      data.formatOnce();
      Map<String, String> settings = data.settings(port, options.settings());
      if (data.wasUsed()) {
        FormerBroker.forget(settings);
      }
      KafkaRaftServer server = started(new KafkaConfig(settings, false));
      Ports.remember(memory, port);
      LOG.info("Kafka listens on {}:{}, data in {}", Ports.HOST, port, folder.path());
      return new KafkaServer(folder, server, port);
    } catch (EmbeddedServerException e) {
      folder.close();
      throw e;
    } catch (Exception e) {
      folder.close();
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new EmbeddedServerException(
          "Kafka did not start in " + folder.path() + ": " + e.getMessage(), e);
    }
  }

  private static KafkaRaftServer started(KafkaConfig config) {
    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
    try {
      server.startup();
      return server;
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
  }

  /** Where clients connect: {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return Ports.HOST + ":" + port;
  }

  /** The port clients connect to. */
  public int port() {
    return port;
  }

  /** Stops the broker in order and gives the folder up; the data stays. May be called twice. */
  public void stop() {
    if (!stopped.compareAndSet(false, true)) {
      return;
    }
    // Interrupted or not, a broker that is left half closed would keep its files and threads.
    boolean interrupted = Thread.interrupted();
    try {
      server.shutdown();
      server.awaitShutdown();
    } finally {
      folder.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** As {@link #stop()}. */
  @Override
  public void close() {
    stop();
  }
}
