package dev.everfill.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The server that a data folder says is running in it, by its {@code postmaster.pid}.
 *
 * @param pid of its first process
 * @param data the data folder
 */
record Postmaster(long pid, Path data) {
  private static final String PID_FILE = "postmaster.pid";

  /** No process ever has this number. */
  private static final String NOBODY = Integer.toString(Integer.MAX_VALUE);

  /** What the folder says; whether it is still true is another question. */
  static Optional<Postmaster> of(Path data) {
    try {
      List<String> lines = Files.readAllLines(data.resolve(PID_FILE));
      return lines.isEmpty()
          ? Optional.empty()
          : Optional.of(new Postmaster(Math.abs(Long.parseLong(lines.get(0).trim())), data));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | NumberFormatException e) {
      throw new EmbeddedServerException(
          "Cannot read " + data.resolve(PID_FILE) + ", which names the running server: " + e, e);
    }
  }

  /**
   * True if that process lives and is a PostgreSQL at work in this folder: after a crash its number
   * may have gone to any other program.
   */
  boolean isAlive() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::worksHere).isPresent();
  }

  /**
   * Takes the process number out of the file where it now belongs to a stranger, for whose sake
   * PostgreSQL would refuse to start. The rest stays: by it PostgreSQL still notices children of
   * the dead server that are alive.
   */
  void disown() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(data.resolve(PID_FILE)));
    lines.set(0, NOBODY);
    Files.write(data.resolve(PID_FILE), lines);
  }

  private boolean worksHere(ProcessHandle process) {
    try {
      // A postmaster works in its data folder. Only Linux tells.
      Path workingFolder = Path.of("/proc", Long.toString(process.pid()), "cwd");
      if (Files.isSymbolicLink(workingFolder)) {
        return Files.readSymbolicLink(workingFolder).equals(data.toRealPath());
      }
    } catch (IOException e) {
      // Another user's process, or just ended: what its command says must do.
      return namesUs(process);
    }
    return namesUs(process);
  }

  private static boolean namesUs(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
        .orElse(false);
  }
}
