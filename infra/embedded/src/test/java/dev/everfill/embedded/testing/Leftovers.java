package dev.everfill.embedded.testing;

import dev.everfill.embedded.EmbeddedServerException;
import dev.everfill.embedded.OwnedFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Removes what killed test JVMs left: their folders, the PostgreSQL that still runs in one, and the
 * file systems that are mounted in one.
 */
final class Leftovers {
  private Leftovers() {}

  /**
   * Removes folders that nobody owns any more.
   *
   * @param prefix how their names begin
   * @param age younger ones stay: their JVM may be about to take them
   */
  static void sweep(Path base, String prefix, Duration age) throws IOException {
    Instant before = Instant.now().minus(age);
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, prefix + "*")) {
      for (Path folder : folders) {
        if (!Files.getLastModifiedTime(folder).toInstant().isAfter(before)) {
          removeIfNobodys(folder);
        }
      }
    }
  }

  private static void removeIfNobodys(Path folder) throws IOException {
    try (OwnedFolder owned = OwnedFolder.take(folder, "")) {
      endServer(owned.path().resolve("data"));
      unmount(owned.path());
      TestFolders.delete(owned.path());
    } catch (EmbeddedServerException e) {
      // Somebody's, or being removed by another JVM just now: not ours to touch.
      return;
    } catch (IOException e) {
      // What an earlier test left is no reason for this one to fail.
      System.err.println("Left behind " + folder + ": " + e);
    }
  }

  private static void unmount(Path folder) throws IOException {
    Path mounts = Path.of("/proc/self/mounts");
    if (!Files.exists(mounts)) {
      return;
    }
    for (String mount : Files.readAllLines(mounts)) {
      Path point = Path.of(mount.split(" ")[1]);
      if (point.startsWith(folder)) {
        new ProcessBuilder("umount", "-l", point.toString()).inheritIO().start().onExit().join();
      }
    }
  }

  /** Abruptly: its data is about to go. */
  private static void endServer(Path data) throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).trim());
    Path worksIn = Path.of("/proc", Long.toString(pid), "cwd");
    if (Files.isSymbolicLink(worksIn) && Files.readSymbolicLink(worksIn).equals(data)) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }
}
