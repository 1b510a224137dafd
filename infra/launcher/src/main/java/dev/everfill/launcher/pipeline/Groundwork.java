package dev.everfill.launcher.pipeline;

import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.TopicAdmin;
import dev.everfill.base.postgres.SqlStates;
import dev.everfill.producer.CaptureResources;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Creates what the stages need and is not there yet: topics, progress, publication, slot. */
final class Groundwork {
  private final Prepared prepared;
  private final Sessions sessions;
  private final Registry registry;

  Groundwork(Prepared prepared, Sessions sessions, Registry registry) {
    this.prepared = prepared;
    this.sessions = sessions;
    this.registry = registry;
  }

  /**
   * May wait for open transactions of the database.
   *
   * @param says gets a line for people at each step
   * @return the id of the Kafka cluster
   */
  String lay(KafkaSettings kafka, Consumer<String> says) {
    says.accept("creating topics");
    Map<String, String> ids;
    String cluster;
    try (TopicAdmin admin = new TopicAdmin(kafka, Topics.TIMEOUT)) {
      cluster = admin.clusterId();
      ids = admin.create(prepared.names(), Topics.of(prepared, kafka.partitions()));
    }
    registry.begin(prepared.fields(), ids, kafka.partitions());
    says.accept("creating publication and slot");
    try (Connection connection = sessions.open(Duration.ZERO)) {
      new CaptureResources(prepared.config().name())
          .create(connection, prepared.captured().keySet());
    } catch (SQLException failed) {
      throw SqlStates.failure("creating publication and slot", failed);
    }
    return cluster;
  }
}
