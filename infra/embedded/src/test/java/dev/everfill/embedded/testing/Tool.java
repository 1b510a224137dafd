package dev.everfill.embedded.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A program that the machine may have. Where it is missing the test says so and is skipped, unless
 * {@code -Deverfill.test.tools=required}.
 */
public final class Tool {
  private final Path program;

  private Tool(Path program) {
    this.program = program;
  }

  /** The program of that name on the path; skips or fails the test if there is none. */
  public static Tool required(String name) {
    Optional<Path> found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "/usr/bin").split(":"))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    needed(found.isPresent(), "the program " + name + " on the path");
    return new Tool(found.orElseThrow());
  }

  /** Skips or fails the test if this machine has not what it needs. */
  public static void needed(boolean there, String what) {
    if ("required".equals(System.getProperty("everfill.test.tools"))) {
      assertThat(there).as(what).isTrue();
    }
    assumeTrue(there, () -> "this machine has not: " + what);
  }

  /** The file that is started. */
  public Path program() {
    return program;
  }

  /** How it would be started. */
  public ProcessBuilder with(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  /**
   * Runs it in a folder to its end, and gives what it said.
   *
   * @param input what it reads
   * @throws AssertionError with what it said, if it was not content
   */
  public String run(Path folder, String input, String... arguments) {
    try {
      Path read = Files.writeString(Files.createTempFile("everfill-tool", ".txt"), input);
      Process process =
          with(arguments).directory(folder.toFile()).redirectInput(read.toFile()).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      Files.delete(read);
      assertThat(exit).as("%s %s: %s", program, List.of(arguments), said).isZero();
      return said;
    } catch (IOException failed) {
      throw new AssertionError(program + " does not run", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }
}
