package dev.everfill.launcher.doctor;

import dev.everfill.base.error.Reason;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder in which local state and an embedded broker are kept. Stateless. */
final class Machine {
  private static final long SCARCE = 5L << 30;
  private static final long TOO_LITTLE = 512L << 20;
  private static final String CHECK = "data-dir";

  private Machine() {}

  static List<Finding> look(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      return List.of(
          Finding.fail(
              CHECK,
              Reason.CONFIGURATION_INVALID,
              there + " is no folder that this user may write",
              "let this user write it, or name another data-dir"));
    }
    try {
      return List.of(space(folder, Files.getFileStore(there)));
    } catch (IOException unknown) {
      return List.of(
          Finding.warn(CHECK, folder + ": free space is unknown: " + unknown, "look with df"));
    }
  }

  private static Finding space(Path folder, FileStore store) throws IOException {
    long free = store.getUsableSpace();
    String message = folder + " has " + Bytes.text(free) + " free";
    String remedy = "give it room: state and topics grow with the rows that are captured";
    if (free < TOO_LITTLE) {
      return Finding.fail(CHECK, Reason.DISK_FULL, message, remedy);
    }
    return free < SCARCE ? Finding.warn(CHECK, message, remedy) : Finding.ok(CHECK, message);
  }
}
