package dev.everfill.base.event;

import org.apache.kafka.common.utils.Utils;

/** Which partition a key belongs to: the same rule as Kafka's own default partitioner. */
public final class Partitions {
  private Partitions() {}

  /**
   * @param key the encoded key
   * @param partitions ≥ 1
   */
  public static int of(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }
}
