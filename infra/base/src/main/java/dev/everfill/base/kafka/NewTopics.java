package dev.everfill.base.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** Decides how the topics are set up, whoever creates them. Pure. */
public final class NewTopics {
  /**
   * How long every record of a change topic stays readable. A compute stage that lags behind
   * compaction could miss the Delete between two Upserts of one target key (a row that was deleted
   * and inserted again, with an empty column): to it the row would never have gone, so that it
   * would not send that row's value again.
   */
  static final Duration CHANGES_KEPT = Duration.ofDays(7);

  /**
   * How large a record may be, before compression, in bytes: what every producer here may send and
   * every topic here takes, whatever the broker's own limit is.
   */
  public static final int LARGEST_RECORD = 64 << 20;

  /** What a batch adds to its only record. */
  private static final int BATCH_OVERHEAD = 64 << 10;

  private NewTopics() {}

  /**
   * A topic that is yet to be created.
   *
   * @param names of the pipeline that it belongs to
   */
  public static NewTopic of(KafkaSettings kafka, TopicNames names, String topic, int partitions) {
    Optional<Short> replicas =
        kafka.replicationFactor() < 1 ? Optional.empty() : Optional.of(kafka.replicationFactor());
    return new NewTopic(topic, Optional.of(partitions), replicas)
        .configs(settings(names.isChange(topic)));
  }

  private static Map<String, String> settings(boolean change) {
    Map<String, String> settings = new HashMap<>();
    settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
    settings.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(LARGEST_RECORD + BATCH_OVERHEAD));
    if (change) {
      settings.put(
          TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, String.valueOf(CHANGES_KEPT.toMillis()));
    }
    return settings;
  }
}
