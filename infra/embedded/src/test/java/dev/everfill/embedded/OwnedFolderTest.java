package dev.everfill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedFolderTest {
  private static final String REMEDY = "stop it or choose another --data-dir";

  @TempDir Path temporary;

  @Test
  void createsTheFolderAndCanBeClosedTwice() {
    OwnedFolder folder = OwnedFolder.take(temporary.resolve("a/b"), REMEDY);

    assertThat(folder.path()).isDirectory().isAbsolute();
    folder.close();
    folder.close();
    OwnedFolder.take(temporary.resolve("a/b"), REMEDY).close();
  }

  @Test
  void refusesASecondOwnerInThisProcessHoweverTheFolderIsNamed() throws Exception {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary);

    try (OwnedFolder owner = OwnedFolder.take(temporary, REMEDY)) {
      assertThatThrownBy(() -> OwnedFolder.take(link, REMEDY))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessage(
              "%s is in use by process %d; %s",
              owner.path(), ProcessHandle.current().pid(), REMEDY);
      assertRefusedElsewhere();
    }
  }

  /** The refused attempt above must not have given the lock up. */
  private void assertRefusedElsewhere() {
    assertThatThrownBy(
            () -> {
              try (ChildProcess child = ChildProcess.start("folder", temporary)) {
                throw new IllegalStateException("Took " + child.answer());
              }
            })
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void namesTheOwningProcessAndTakesOverAfterItsDeath() throws Exception {
    try (ChildProcess child = ChildProcess.start("folder", temporary)) {
      assertThatThrownBy(() -> OwnedFolder.take(temporary, REMEDY))
          .hasMessageContaining("is in use by process " + child.pid() + "; " + REMEDY);
      child.kill();
      OwnedFolder.take(temporary, REMEDY).close();
    }
  }

  @Test
  void saysWhenTheFolderCannotBeCreated() throws Exception {
    Path file = Files.createFile(temporary.resolve("file"));

    assertThatThrownBy(() -> OwnedFolder.take(file.resolve("folder"), REMEDY))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("Cannot create the folder " + file);
  }
}
