package dev.everfill.launcher.doctor;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.error.Problem;
import dev.everfill.base.error.Reason;
import dev.everfill.launcher.pipeline.Prepared;
import dev.everfill.launcher.pipeline.Topics;
import java.util.List;

/** Whether Kafka answers and the topics are as they must be. Stateless. */
final class KafkaCheck {
  private static final String CHECK = "kafka";

  private KafkaCheck() {}

  /**
   * @param prepared null if the definitions could not be read; then the topics are not known
   */
  static List<Finding> look(PipelineConfig config, Prepared prepared) {
    if (config.kafka().isEmpty()) {
      return List.of(Finding.ok(CHECK, "a broker of its own in " + config.dataDir()));
    }
    String at = config.kafka().get().bootstrapServers();
    List<Problem> problems = Topics.check(config.kafka().get(), prepared);
    if (problems.isEmpty()) {
      String topics = prepared == null ? "" : "; topics fit";
      return List.of(Finding.ok(CHECK, at + " answers" + topics));
    }
    return problems.stream()
        .map(
            one ->
                Finding.fail(
                    one.place(), Reason.CONFIGURATION_INVALID, one.message(), one.remedy()))
        .toList();
  }
}
