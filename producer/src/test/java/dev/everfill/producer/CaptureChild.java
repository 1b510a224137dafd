package dev.everfill.producer;

import dev.everfill.base.component.StageStatus;
import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.embedded.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A capture of the table {@code t} in a JVM of its own, to be killed without warning. */
final class CaptureChild implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private CaptureChild(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  static CaptureChild start(Pipeline pipeline, int chunkRows) throws IOException {
    TestDatabase database = pipeline.database();
    return new CaptureChild(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CaptureChild.class.getName(),
                database.url(),
                database.name(),
                database.user(),
                database.password(),
                pipeline.kafka().bootstrapServers(),
                pipeline.names().pipeline(),
                String.valueOf(chunkRows))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** Returns once the child says that it has come so far: rows read, records handled. */
  Progress await(Predicate<Progress> condition) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("PROGRESS ")) {
        String[] words = line.split(" ", -1);
        Progress now = new Progress(Long.parseLong(words[1]), Long.parseLong(words[2]));
        if (condition.test(now)) {
          return now;
        }
      }
    }
    throw new AssertionError("the child ended");
  }

  /** The reason of its failure if it ends by itself within a time, else null. */
  String failure(long millis) throws IOException, InterruptedException {
    if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      return null;
    }
    String failed = null;
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      failed = line.startsWith("FAILED ") ? line.substring("FAILED ".length()) : failed;
    }
    return failed;
  }

  long pid() {
    return process.pid();
  }

  record Progress(long rows, long handled) {}

  /** As kill -9. */
  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new AssertionError("the child does not die");
    }
  }

  /** The child's own side: prints how far it has come, some hundred times a second. */
  @SuppressWarnings("resource") // killed, never closed
  public static void main(String[] args) throws InterruptedException {
    TestDatabase database = new TestDatabase(args[0], args[1], args[2], args[3]);
    KafkaSettings kafka = new KafkaSettings(args[4], Pipeline.PARTITIONS, (short) 1, Map.of());
    Pipeline pipeline = new Pipeline(database, kafka, new TopicNames(args[5]));
    Capture capture = pipeline.start(Integer.parseInt(args[6]), pipeline.table("t"));
    while (true) {
      StageStatus.Progress now = capture.status().progress().get(0);
      if (capture.status().failure() != null) {
        System.out.println("FAILED " + capture.status().failure().reason());
        System.exit(1);
      }
      System.out.println("PROGRESS " + now.done() + " " + now.handled());
      Thread.sleep(5);
    }
  }
}
