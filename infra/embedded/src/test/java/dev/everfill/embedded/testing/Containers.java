package dev.everfill.embedded.testing;

import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The same servers from Testcontainers, which removes them when the JVM ends. Fails where no
 * container engine answers: tests that were asked for are never skipped.
 */
final class Containers {
  private Containers() {}

  static RunningPostgres postgres(int major) {
    PostgreSQLContainer server =
        new PostgreSQLContainer("postgres:" + major)
            .withUsername("postgres")
            .withPassword("postgres")
            .withCommand(
                "postgres",
                "-c",
                "wal_level=logical",
                "-c",
                "max_connections=200",
                "-c",
                "max_replication_slots=100",
                "-c",
                "max_wal_senders=100");
    server.start();
    String prefix =
        "jdbc:postgresql://" + server.getHost() + ":" + server.getFirstMappedPort() + "/";
    return new RunningPostgres(prefix, server.getUsername(), server.getPassword());
  }

  static String kafka() {
    KafkaContainer server =
        new KafkaContainer("apache/kafka-native:4.3.1")
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withEnv("KAFKA_TRANSACTION_MAX_TIMEOUT_MS", "3600000")
            .withEnv("KAFKA_MESSAGE_MAX_BYTES", "20971520");
    server.start();
    return server.getBootstrapServers();
  }
}
