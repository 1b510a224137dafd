package dev.everfill.processor;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.kafka.TopicNames;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * What the computation of a field leaves behind, so that it can be reset or destroyed once it is
 * closed. To compute a field again from the change topics delete all of it and start anew.
 *
 * @param applicationId the Kafka Streams application, which is also its consumer group
 * @param topics named explicitly: the internal ones and the derived one
 * @param changelogPrefix topics that begin so are the application's changelogs
 * @param stateDirectory the application's folder of local state
 */
public record ComputeResources(
    String applicationId, List<String> topics, String changelogPrefix, Path stateDirectory) {
  public ComputeResources {
    topics = List.copyOf(topics);
  }

  /**
   * The resources of a field.
   *
   * @param stateDirectory as in {@link ComputeSettings}
   */
  public static ComputeResources of(TopicNames names, FieldDefinition field, Path stateDirectory) {
    ComputeTopics topics = ComputeTopics.of(names, field);
    List<String> own = new java.util.ArrayList<>(topics.internal());
    own.add(topics.derived());
    String application = names.computeApplication(field);
    return new ComputeResources(
        application, own, application + "-", stateDirectory.resolve(application));
  }

  /** Those of the topics that there are which belong to the computation. */
  public List<String> topicsToDelete(Collection<String> existing) {
    return existing.stream().filter(t -> topics.contains(t) || isChangelog(t)).sorted().toList();
  }

  private boolean isChangelog(String topic) {
    return topic.startsWith(changelogPrefix) && topic.endsWith("-changelog");
  }
}
