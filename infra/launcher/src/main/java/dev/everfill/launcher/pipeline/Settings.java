package dev.everfill.launcher.pipeline;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.error.Problem;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.postgres.PoolSettings;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.sink.PaceSettings;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The configuration in the terms of the stages. Pure. */
final class Settings {
  private static final int EMBEDDED_PARTITIONS = 4;

  /** Connections held at once: 7 or 8 by capture, 3 by the write stage, 1 by a comparison. */
  private static final int HELD = 12;

  private Settings() {}

  static PostgresSettings postgres(PipelineConfig config) {
    PipelineConfig.Source source = config.source();
    return new PostgresSettings(source.url(), source.user(), source.password());
  }

  static PoolSettings pool(PipelineConfig config) {
    PipelineConfig.Pool pool = config.source().pool();
    return new PoolSettings(pool.max(), pool.idle(), pool.connect());
  }

  /** A pool with which a running pipeline would wait for its own connections. */
  static Optional<Problem> tooSmall(PipelineConfig.Pool pool) {
    int least = HELD + PoolSettings.HEADROOM;
    return pool.max() >= least
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "source.pool.max",
                "is "
                    + pool.max()
                    + ", but a running pipeline holds up to "
                    + HELD
                    + " connections and keeps "
                    + PoolSettings.HEADROOM
                    + " free for short work",
                "set it to at least " + least + ", or leave it out"));
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
    return new PaceSettings(pace.maxHold(), rate(pace), pace.replicaLag(), pace.query());
  }

  /** What bounds all fields together; a field's own bound holds beside it. */
  static OptionalLong rate(PipelineConfig.Pace pace) {
    return pace.rowsPerSecond().map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }
}
