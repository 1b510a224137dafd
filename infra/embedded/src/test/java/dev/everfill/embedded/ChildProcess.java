package dev.everfill.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that starts a server, or owns a folder, and can be killed without warning. */
final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final String answer;

  private ChildProcess(Process process, String answer) {
    this.process = process;
    this.answer = answer;
  }

  /** Starts {@code what} ({@code postgres}, {@code kafka} or {@code folder}) in the folder. */
  static ChildProcess start(String what, Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ChildProcess.class.getName(),
                what,
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("READY ")) {
        return new ChildProcess(process, line.substring("READY ".length()));
      }
    }
    throw new AssertionError("The child ended before it was ready");
  }

  long pid() {
    return process.pid();
  }

  /** The port, and for PostgreSQL its process id after a space. */
  String answer() {
    return answer;
  }

  /** As kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new AssertionError("The child does not die");
    }
  }

  /** As kill, or Ctrl-C: the child closes its server. Returns how long it took. */
  Duration terminate() throws InterruptedException {
    long started = System.nanoTime();
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("The child does not end");
    }
    return Duration.ofNanos(System.nanoTime() - started);
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  /** The child. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    String answer =
        switch (arguments[0]) {
          case "postgres" -> {
            PostgresServer server = PostgresServer.in(folder).start();
            closeAtExit(server);
            yield server.port() + " " + server.pid();
          }
          case "kafka" -> {
            KafkaServer server = KafkaServer.in(folder).start();
            closeAtExit(server);
            yield Integer.toString(server.port());
          }
          case "folder" -> OwnedFolder.take(folder, "stop it").path().toString();
          default -> throw new IllegalArgumentException(arguments[0]);
        };
    System.out.println("READY " + answer);
    System.out.flush();
    Thread.sleep(TimeUnit.MINUTES.toMillis(5));
  }

  private static void closeAtExit(AutoCloseable server) {
    Runnable close =
        () -> {
          try {
            server.close();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(close, "close-server"));
  }
}
