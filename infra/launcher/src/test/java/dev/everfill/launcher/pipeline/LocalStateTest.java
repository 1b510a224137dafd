package dev.everfill.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.kafka.TopicAdmin;
import dev.everfill.embedded.KafkaServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStateTest {
  @TempDir Path folder;

  @Test
  void aClusterKeepsItsFolderAndAnotherClusterNeverGetsIt() {
    Path first = of("first");
    assertThat(of("first")).isEqualTo(first);
    assertThat(of("second")).isNotEqualTo(first);
    assertThat(first.getParent()).isEqualTo(folder.resolve("state"));
  }

  private Path of(String broker) {
    try (KafkaServer server = KafkaServer.in(folder.resolve(broker)).start();
        TopicAdmin admin =
            new TopicAdmin(Settings.embedded(server.bootstrapServers()), Topics.TIMEOUT)) {
      return LocalState.of(folder, admin.clusterId());
    }
  }

  @Test
  void noIdLeavesTheFolder() {
    assertThat(LocalState.of(folder, "../../x").getParent()).isEqualTo(folder.resolve("state"));
  }
}
