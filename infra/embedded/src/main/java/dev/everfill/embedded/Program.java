package dev.everfill.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one of PostgreSQL's programs to its end. */
final class Program {
  private Program() {}

  /**
   * What a program answered.
   *
   * @param status its exit status
   * @param output what it wrote to either stream, without blank edges
   */
  record Answer(int status, String output) {
    boolean succeeded() {
      return status == 0;
    }
  }

  /**
   * Runs a command to its end, without privileges that PostgreSQL refuses.
   *
   * @throws EmbeddedServerException if it cannot be run, takes longer than {@code limit}, or the
   *     thread is interrupted (which stays set)
   */
  static Answer run(Unprivileged as, Duration limit, Path workingFolder, List<String> command) {
    Path output = null;
    try {
      // A file, not a pipe: a server that outlives the program would keep a pipe open.
      output = Files.createTempFile("everfill-", ".out");
      List<String> whole = new ArrayList<>(as.prefix());
      whole.addAll(command);
      return run(limit, workingFolder, whole, output);
    } catch (IOException e) {
      throw new EmbeddedServerException("Cannot run " + command.get(0) + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("Interrupted while " + command.get(0) + " ran", e);
    } finally {
      deleteQuietly(output);
    }
  }

  private static Answer run(Duration limit, Path folder, List<String> command, Path output)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // English messages, whatever the user's language: they are read and searched for.
    builder.environment().put("LC_ALL", "C");
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new EmbeddedServerException(
            String.join(" ", command) + " did not end within " + limit.toSeconds() + " s");
      }
    } finally {
      process.destroyForcibly();
    }
    return new Answer(
        process.exitValue(),
        new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip());
  }

  private static void deleteQuietly(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A few bytes in the folder for temporary files, which the system cleans.
      file.toFile().deleteOnExit();
    }
  }
}
