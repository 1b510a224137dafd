package dev.everfill.launcher.pipeline;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.embedded.KafkaServer;
import java.util.Optional;

/** The Kafka of a pipeline: the configured one, or a broker of its own under the data folder. */
final class Broker implements AutoCloseable {
  private final KafkaSettings settings;
  private final Optional<KafkaServer> own;

  private Broker(KafkaSettings settings, Optional<KafkaServer> own) {
    this.settings = settings;
    this.own = own;
  }

  static Broker of(PipelineConfig config) {
    if (config.kafka().isPresent()) {
      return new Broker(Settings.existing(config.kafka().get()), Optional.empty());
    }
    KafkaServer server = KafkaServer.in(config.dataDir().resolve("kafka")).start();
    return new Broker(Settings.embedded(server.bootstrapServers()), Optional.of(server));
  }

  KafkaSettings settings() {
    return settings;
  }

  @Override
  public void close() {
    own.ifPresent(KafkaServer::close);
  }
}
