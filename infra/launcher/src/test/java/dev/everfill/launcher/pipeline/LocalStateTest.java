package dev.everfill.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.kafka.TopicAdmin;
import dev.everfill.embedded.KafkaServer;
import java.io.IOException;
import java.nio.file.Files;
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
      return LocalState.of(folder, admin.clusterId(), "");
    }
  }

  @Test
  void noIdLeavesTheFolder() {
    assertThat(LocalState.of(folder, "../../x", "").getParent()).isEqualTo(folder.resolve("state"));
  }

  @Test
  void anEpochStartsWithoutWhatWasBeforeAndLeavesOtherClustersAlone() throws IOException {
    Path before = Files.createDirectories(LocalState.of(folder, "c", "").resolve("a"));
    Path older = Files.createDirectories(LocalState.of(folder, "c", "e1").resolve("a"));
    Path now = Files.createDirectories(LocalState.of(folder, "c", "e2").resolve("a"));
    Path other = Files.createDirectories(LocalState.of(folder, "c-d", "e1").resolve("a"));
    LocalState.deleteOthers(folder, "c", "e2");
    assertThat(before).doesNotExist();
    assertThat(older).doesNotExist();
    assertThat(now).exists();
    assertThat(other).exists();
  }
}
