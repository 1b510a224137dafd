package dev.everfill.e2e;

import dev.everfill.embedded.testing.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The {@code everfill} command on a terminal of a size: what it draws, and what a person types. */
final class Pty implements AutoCloseable {
  /** Logs as people see them, not as tests want them. */
  static final String AS_IN_EARNEST = "-Dlogback.configurationFile=logback.xml";

  private final Process process;
  private final StringBuilder screen = new StringBuilder();
  private final Thread reader = new Thread(this::read, "pty-reader");

  /**
   * Starts it.
   *
   * @param environment beside this process's own; TERM is set
   */
  Pty(int columns, int rows, Map<String, String> environment, String... arguments)
      throws IOException {
    String command = command(arguments).stream().map(Pty::quoted).collect(Collectors.joining(" "));
    // Signals may have been ignored by whoever started the tests, and that would be inherited.
    String line =
        "stty cols %d rows %d; exec env --default-signal=INT %s".formatted(columns, rows, command);
    ProcessBuilder builder = Tool.required("script").with("-qefc", line, "/dev/null");
    builder.environment().remove("NO_COLOR");
    builder.environment().put("TERM", "xterm-256color");
    builder.environment().put("SHELL", "/bin/sh");
    builder.environment().putAll(environment);
    process = builder.start();
    reader.setDaemon(true);
    reader.start();
  }

  /** The words that start the command in a process of its own. */
  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add(AS_IN_EARNEST);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.everfill.launcher.Main");
    command.addAll(List.of(arguments));
    return command;
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private void read() {
    byte[] chunk = new byte[8192];
    try (InputStream in = process.getInputStream()) {
      for (int got = in.read(chunk); got >= 0; got = in.read(chunk)) {
        synchronized (screen) {
          screen.append(new String(chunk, 0, got, StandardCharsets.UTF_8));
        }
      }
    } catch (IOException ended) {
      synchronized (screen) {
        screen.append("\n(the terminal is gone: ").append(ended).append(")");
      }
    }
  }

  /** All that was drawn so far, control sequences included. */
  String drawn() {
    synchronized (screen) {
      return screen.toString();
    }
  }

  /** What a person types; Ctrl-C is {@code "\u0003"}. */
  void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  void await(String what, Predicate<String> seen) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!seen.test(drawn())) {
      if (System.nanoTime() - end > 0 || !process.isAlive() && !reader.isAlive()) {
        throw new AssertionError("not seen: " + what + "\n" + drawn());
      }
      Thread.sleep(20);
    }
  }

  /** Its exit code. */
  int exit() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end\n" + drawn());
    }
    reader.join(5_000);
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
