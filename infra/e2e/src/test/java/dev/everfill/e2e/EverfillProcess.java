package dev.everfill.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The {@code everfill} command as a process of its own, so that it can be killed. */
final class EverfillProcess implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final Path err;

  private EverfillProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts it; its output goes to files beside {@code folder}'s others. */
  static EverfillProcess start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    return start(folder, environment, List.of(), arguments);
  }

  /** As above, with more options for the JVM. */
  static EverfillProcess start(
      Path folder, Map<String, String> environment, List<String> jvmOptions, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.everfill.launcher.Main");
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "everfill-", ".out");
    Path err = Files.createTempFile(folder, "everfill-", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .directory(folder.toFile());
    builder.environment().putAll(environment);
    return new EverfillProcess(builder.start(), out, err);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** As {@code kill -9} does; waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops every thread of it where it is, as {@code kill -STOP} does. */
  void freeze() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** Lets it go on after {@link #freeze}. */
  void thaw() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder("kill", name, Long.toString(process.pid()))
            .inheritIO()
            .start()
            .waitFor();
    if (exit != 0) {
      throw new AssertionError("kill " + name + " " + process.pid() + " gave " + exit);
    }
  }

  /** As {@code kill} does. */
  void terminate() {
    process.destroy();
  }

  /** The exit code. Fails with everything that was printed when it does not come in time. */
  int exit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after " + limit + ":\n" + printed());
    }
    return process.exitValue();
  }

  String stdout() {
    return read(out);
  }

  String stderr() {
    return read(err);
  }

  /** For messages of failed assertions: the ends of both outputs. */
  String printed() {
    return "--- stdout\n" + tail(stdout()) + "\n--- stderr\n" + tail(stderr());
  }

  private static String tail(String text) {
    return text.length() <= 6_000 ? text : "…" + text.substring(text.length() - 6_000);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      return "(unreadable: " + unreadable + ")";
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
