package dev.everfill.embedded.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.OwnedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  @TempDir Path temporary;

  @Test
  void removesOnlyOldFoldersOfTheNameThatNobodyOwns() throws Exception {
    Path dead = Files.createDirectories(temporary.resolve("test-dead/log")).getParent();
    Path other = Files.createDirectory(temporary.resolve("other"));

    try (OwnedFolder owned = OwnedFolder.take(temporary.resolve("test-owned"), "stop it")) {
      Leftovers.sweep(temporary, "test-", Duration.ofHours(1));
      assertThat(dead).exists();

      Leftovers.sweep(temporary, "test-", Duration.ZERO);
      assertThat(dead).doesNotExist();
      assertThat(other).exists();
      assertThat(owned.path()).exists();
    }
  }
}
