package dev.everfill.embedded.testing;

import dev.everfill.embedded.KafkaServer;
import dev.everfill.embedded.PostgresBinaries;
import dev.everfill.embedded.PostgresServer;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Starts the servers of this JVM's tests where the build says: embedded, or in containers. */
final class Services {
  private static final String PROPERTY = "everfill.test.services";

  private Services() {}

  static boolean inContainers() {
    String value = System.getProperty(PROPERTY, "embedded");
    return switch (value) {
      case "embedded" -> false;
      case "containers" -> true;
      default ->
          throw new AssertionError("-D" + PROPERTY + " is embedded or containers but was " + value);
    };
  }

  static RunningPostgres postgres(int major, Supplier<PostgresBinaries> binaries) {
    return inContainers() ? Containers.postgres(major) : embedded(major, binaries.get());
  }

  /** The bootstrap servers. */
  static String kafka() {
    if (inContainers()) {
      return Containers.kafka();
    }
    Path folder = TestFolders.untilExit("kafka");
    KafkaServer server = KafkaServer.in(folder).start();
    TestFolders.closeAtExit(server, folder);
    return server.bootstrapServers();
  }

  private static RunningPostgres embedded(int major, PostgresBinaries binaries) {
    Path folder = TestFolders.untilExit("postgres-" + major);
    PostgresServer server =
        PostgresServer.in(folder)
            .binaries(binaries)
            .setting("shared_buffers", "64MB")
            .setting("max_connections", "200")
            .setting("max_replication_slots", "100")
            .setting("max_wal_senders", "100")
            .start();
    TestFolders.closeAtExit(server, folder);
    return new RunningPostgres(server.url(""), server.user(), "postgres");
  }
}
