package dev.everfill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServerIT {
  private static final String TOPIC = "lasting";

  @TempDir Path folder;

  @Test
  void transactionsGroupsAndPortLastAcrossARestart() throws Exception {
    int port;
    try (KafkaServer server = KafkaServer.in(folder).start()) {
      port = server.port();
      createTopic(server.bootstrapServers());
      send(server.bootstrapServers(), "a", "b");
      assertThat(consume(server.bootstrapServers(), 2)).containsExactly("a", "b");
    }
    KafkaServer again = KafkaServer.in(folder).start();
    assertThat(again.port()).isEqualTo(port);
    send(again.bootstrapServers(), "c");
    assertThat(consume(again.bootstrapServers(), 1)).containsExactly("c");
    again.close();
    again.close();
  }

  @Test
  void whatWasAcknowledgedIsThereAfterTheJvmWasKilled() throws Exception {
    try (ChildProcess child = ChildProcess.start("kafka", folder)) {
      String bootstrap = Ports.HOST + ":" + child.answer();
      createTopic(bootstrap);
      send(bootstrap, "a", "b", "c");
    }
    try (KafkaServer server = KafkaServer.in(folder).start()) {
      assertThat(consume(server.bootstrapServers(), 3)).containsExactly("a", "b", "c");
    }
  }

  @Test
  void endsInOrderWhereTheJvmIsToldToEnd() throws Exception {
    try (ChildProcess child = ChildProcess.start("kafka", folder)) {
      assertThat(child.terminate()).isLessThan(Duration.ofSeconds(10));

      assertThat(folder.resolve("log").resolve(".kafka_cleanshutdown")).exists();
      OwnedFolder.take(folder, "stop it").close();
    }
  }

  @Test
  void refusesAFolderInUseAPortInUseAndABadSetting() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(Ports.HOST))) {
      assertThatThrownBy(() -> KafkaServer.in(folder).port(taken.getLocalPort()).start())
          .hasMessageContaining("Port " + taken.getLocalPort() + " on 127.0.0.1 is in use");
    }
    assertThatThrownBy(() -> KafkaServer.in(folder).setting("log.cleaner.threads", "many").start())
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("log.cleaner.threads");
    try (KafkaServer server = KafkaServer.in(folder).start()) {
      assertThat(server.bootstrapServers()).startsWith("127.0.0.1:");
      assertThatThrownBy(() -> KafkaServer.in(folder).start())
          .hasMessageContaining("is in use by process " + ProcessHandle.current().pid());
    }
  }

  private static void createTopic(String bootstrap) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
  }

  private static void send(String bootstrap, String... values) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", bootstrap,
            "transactional.id", "kafka-server-test",
            "transaction.timeout.ms", "1800000");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (String value : values) {
        producer.send(new ProducerRecord<>(TOPIC, value));
      }
      producer.commitTransaction();
    }
  }

  /** Reads on from where the group stopped, which is remembered by the broker. */
  private static List<String> consume(String bootstrap, int count) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", bootstrap,
            "group.id", "kafka-server-test",
            "isolation.level", "read_committed",
            "auto.offset.reset", "earliest");
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(TOPIC));
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (values.size() < count && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(200)).forEach(each -> values.add(each.value()));
      }
      consumer.commitSync();
    }
    return values;
  }
}
