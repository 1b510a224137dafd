package dev.everfill.launcher.pipeline;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.postgres.PoolSettings;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.sink.PaceSettings;
import java.util.Map;
import java.util.OptionalLong;

/** The configuration in the terms of the stages. Pure. */
final class Settings {
  private static final int EMBEDDED_PARTITIONS = 4;

  private Settings() {}

  static PostgresSettings postgres(PipelineConfig config) {
    PipelineConfig.Source source = config.source();
    return new PostgresSettings(source.url(), source.user(), source.password());
  }

  static PoolSettings pool(PipelineConfig config) {
    PipelineConfig.Pool pool = config.source().pool();
    return new PoolSettings(pool.max(), pool.idle(), pool.connect());
  }

  /** The user's own Kafka; its topics are replicated as its brokers are set. */
  static KafkaSettings existing(PipelineConfig.Kafka kafka) {
    return new KafkaSettings(
        kafka.bootstrapServers(), kafka.partitions(), (short) -1, kafka.properties());
  }

  /** The embedded broker. */
  static KafkaSettings embedded(String bootstrapServers) {
    return new KafkaSettings(bootstrapServers, EMBEDDED_PARTITIONS, (short) 1, Map.of());
  }

  /** How the change topics will be, before an embedded broker has an address. */
  static KafkaSettings planned(PipelineConfig config) {
    return config.kafka().map(Settings::existing).orElseGet(() -> embedded("127.0.0.1:0"));
  }

  static PaceSettings pace(PipelineConfig config, PipelineConfig.Field field) {
    PipelineConfig.Pace pace = field.pace() == null ? config.pace() : field.pace();
    OptionalLong rate = pace.rowsPerSecond().map(OptionalLong::of).orElseGet(OptionalLong::empty);
    return new PaceSettings(pace.maxHold(), rate);
  }
}
