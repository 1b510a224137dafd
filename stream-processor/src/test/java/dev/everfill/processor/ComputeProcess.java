package dev.everfill.processor;

import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.processor.operator.Examples;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Computes a field in a process of its own, to be killed. */
public final class ComputeProcess {
  private ComputeProcess() {}

  static Process start(Field field, Path state, Path log) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            ComputeProcess.class.getName(),
            field.kafka.bootstrapServers(),
            field.names.pipeline(),
            state.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(new File(log.toString()))
        .start();
  }

  /** Computes {@link Examples#aggregatedOverJoin} until it is killed. */
  public static void main(String[] args) throws InterruptedException {
    KafkaSettings kafka = new KafkaSettings(args[0], Field.PARTITIONS, (short) 1, Map.of());
    ComputeSettings settings =
        new ComputeSettings(
            new TopicNames(args[1]), kafka, Path.of(args[2]), Examples.aggregatedOverJoin(), 1);
    try (Compute compute = new Compute(settings)) {
      compute.start();
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
