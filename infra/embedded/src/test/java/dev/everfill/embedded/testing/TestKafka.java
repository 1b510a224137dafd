package dev.everfill.embedded.testing;

/**
 * A Kafka broker shared by all tests of this JVM, started when first asked for and gone with the
 * JVM. Topics are shared too: tests name theirs uniquely. Tests that stop a broker start a {@link
 * dev.everfill.embedded.KafkaServer} of their own.
 */
public final class TestKafka {
  private final String bootstrapServers;

  private TestKafka(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** The broker of this JVM's tests. */
  public static TestKafka shared() {
    return Holder.SHARED;
  }

  /** Where clients connect. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  private static final class Holder {
    static final TestKafka SHARED = new TestKafka(Services.kafka());
  }
}
