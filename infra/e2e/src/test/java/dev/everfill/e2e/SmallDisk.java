package dev.everfill.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of a few megabytes in memory, which can be filled to the last byte. */
final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts it. Where that is not permitted the test is skipped, and says so. */
  static SmallDisk of(Path folder, int megabytes) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    List<String> mount =
        List.of(
            "mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
    boolean mounted = run(mount) == 0;
    if (!mounted) {
      System.err.println("NOT TESTED: no file system can be mounted here, so no disk can be full");
    }
    assumeTrue(mounted, "mounting a tmpfs is permitted");
    return new SmallDisk(folder);
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  Path folder() {
    return folder;
  }

  /** Gives it to whom the other file belongs. */
  void giveToOwnerOf(Path other) throws IOException {
    Files.setOwner(folder, Files.getOwner(other));
  }

  /** Has a folder, with what is in it, live here from now on, under a link of its name. */
  void takeOver(Path other) throws IOException, InterruptedException {
    Path here = folder.resolve(other.getFileName());
    copy(other, here);
    giveToOwnerOf(other);
    Files.move(other, other.resolveSibling(other.getFileName() + ".before"));
    Files.createSymbolicLink(other, here);
  }

  /** Ends {@link #takeOver}: the folder is where it was, as it is now. */
  void giveBack(Path other) throws IOException, InterruptedException {
    Files.delete(other);
    copy(folder.resolve(other.getFileName()), other);
  }

  private static void copy(Path from, Path to) throws IOException, InterruptedException {
    if (run(List.of("cp", "-a", from.toString(), to.toString())) != 0) {
      throw new IOException("cannot copy " + from);
    }
  }

  /** Leaves no room at all. */
  void fill() throws IOException {
    byte[] junk = new byte[4096];
    try (OutputStream out = Files.newOutputStream(folder.resolve("junk"))) {
      while (true) {
        out.write(junk);
      }
    } catch (IOException full) {
      if (!String.valueOf(full.getMessage()).contains("No space left")) {
        throw full;
      }
    }
  }

  /** Ends {@link #fill}. */
  void free() throws IOException {
    Files.deleteIfExists(folder.resolve("junk"));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    // Lazily, since a server that was killed may not have let go yet.
    if (run(List.of("umount", "-l", folder.toString())) != 0) {
      throw new IOException("still mounted: " + folder);
    }
  }
}
