package dev.everfill.base.metrics;

import java.util.Locale;
import java.util.Set;

/** The Kafka clients that are watched. */
@SuppressWarnings("ImmutableEnumChecker") // the set is
public enum KafkaClient {
  /** Publishes rows and changes. */
  CAPTURE(Part.PRODUCER),
  /** Kafka Streams, with all its consumers and producers. */
  COMPUTE(Part.CONSUMER, Part.PRODUCER, Part.STREAMS),
  /** Reads what is to be written. */
  WRITE(Part.CONSUMER);

  /** What a client consists of. */
  enum Part {
    CONSUMER,
    PRODUCER,
    STREAMS
  }

  private final Set<Part> parts;

  KafkaClient(Part... parts) {
    this.parts = Set.of(parts);
  }

  boolean has(Part part) {
    return parts.contains(part);
  }

  /** The value of its label. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
