package dev.everfill.base.kafka;

import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Problem;
import dev.everfill.base.error.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks at, creates and deletes topics and consumer groups. Every call is bounded in time. Safe for
 * all threads; the creator closes it.
 */
public final class TopicAdmin implements AutoCloseable {
  private final KafkaSettings kafka;
  private final Admin admin;
  private final Duration timeout;

  /**
   * Connects to nothing yet.
   *
   * @param timeout of each request
   */
  public TopicAdmin(KafkaSettings kafka, Duration timeout) {
    this.kafka = kafka;
    this.timeout = timeout;
    Map<String, Object> properties = new HashMap<>(kafka.properties());
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    properties.put("client.id", "everfill-admin");
    properties.put("default.api.timeout.ms", (int) timeout.toMillis());
    properties.put("request.timeout.ms", (int) timeout.toMillis());
    this.admin = Admin.create(properties);
  }

  /**
   * What tells this cluster from every other, also from a later one at the same address.
   *
   * @throws EverfillException if Kafka cannot be reached
   */
  public String clusterId() {
    return wait("asking for the cluster's id", admin.describeCluster().clusterId());
  }

  /**
   * All topics of a pipeline, by name.
   *
   * @throws EverfillException if Kafka cannot be reached
   */
  public List<String> topicsOf(TopicNames names) {
    String prefix = names.pipeline() + ".";
    return wait("listing the topics", admin.listTopics().names()).stream()
        .filter(topic -> topic.startsWith(prefix))
        .sorted()
        .toList();
  }

  /** All groups of a pipeline, by name. */
  public List<String> groupsOf(TopicNames names) {
    String prefix = names.pipeline() + ".";
    return wait("listing the groups", admin.listGroups().all()).stream()
        .map(GroupListing::groupId)
        .filter(group -> group.startsWith(prefix))
        .sorted()
        .toList();
  }

  /**
   * What keeps topics that exist already from being used; changes nothing.
   *
   * @param wanted partitions by topic
   */
  public List<Problem> check(Map<String, Integer> wanted) {
    List<Problem> problems = new ArrayList<>();
    Map<String, TopicDescription> found = describe(wanted.keySet());
    found.forEach(
        (topic, description) -> {
          if (description.partitions().size() != wanted.get(topic)) {
            problems.add(
                new Problem(
                    "topic " + topic,
                    "has "
                        + description.partitions().size()
                        + " partitions, not "
                        + wanted.get(topic),
                    "set kafka.partitions to what it was, or run everfill destroy first"));
          }
        });
    policies(found.keySet())
        .forEach(
            (topic, policy) -> {
              if (!policy.equals("compact")) {
                problems.add(
                    new Problem(
                        "topic " + topic,
                        "has cleanup.policy=" + policy + ", which loses rows",
                        "set it to compact, or run everfill destroy first"));
              }
            });
    return problems;
  }

  /**
   * Creates those of the topics that are missing, compacted.
   *
   * @param names of the pipeline that they belong to
   * @param wanted partitions by topic
   * @return the id of each topic, which another topic of the same name does not have
   */
  public SortedMap<String, String> create(TopicNames names, Map<String, Integer> wanted) {
    Collection<String> present = describe(wanted.keySet()).keySet();
    for (Map.Entry<String, Integer> topic : wanted.entrySet()) {
      if (!present.contains(topic.getKey())) {
        create(NewTopics.of(kafka, names, topic.getKey(), topic.getValue()));
      }
    }
    return ids(wanted.keySet());
  }

  private void create(NewTopic topic) {
    try {
      wait("creating the topic " + topic.name(), admin.createTopics(List.of(topic)).all());
    } catch (EverfillException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private SortedMap<String, String> ids(Collection<String> topics) {
    long deadline = System.nanoTime() + timeout.toNanos();
    SortedMap<String, String> ids = new TreeMap<>();
    do {
      describe(topics).forEach((topic, found) -> ids.put(topic, found.topicId().toString()));
    } while (ids.size() < topics.size() && System.nanoTime() < deadline && pause());
    if (ids.size() < topics.size()) {
      throw new EverfillException(
          Reason.SERVER_UNREACHABLE,
          "Kafka at " + kafka.bootstrapServers() + " does not show the topics it just created");
    }
    return ids;
  }

  private static boolean pause() {
    try {
      Thread.sleep(50);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Ends what a producer has open, and keeps it from sending anything more.
   *
   * @param transactionalId of the producer; it need not exist
   */
  public void fence(String transactionalId) {
    wait(
        "fencing the producer " + transactionalId,
        admin.fenceProducers(List.of(transactionalId)).all());
  }

  /** Deletes topics and waits until they are gone; those that are missing are left out. */
  public void delete(Collection<String> topics) {
    admin
        .deleteTopics(topics)
        .topicNameValues()
        .forEach(
            (topic, done) ->
                ignoring(
                    UnknownTopicOrPartitionException.class, "deleting the topic " + topic, done));
    awaitGone(topics);
  }

  /** The brokers learn one after the other that a topic is deleted. */
  private void awaitGone(Collection<String> topics) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!describe(topics).isEmpty()) {
      if (System.nanoTime() - deadline > 0 || !pause()) {
        throw new EverfillException(
            Reason.SERVER_UNREACHABLE,
            "Kafka at " + kafka.bootstrapServers() + " still shows topics that were deleted");
      }
    }
  }

  /** Deletes consumer groups without members; those that are missing are left out. */
  public void deleteGroups(Collection<String> groups) {
    deleteGroups(groups, GroupIdNotFoundException.class);
  }

  /** As {@link #deleteGroups}, but leaves out those that have members too. */
  public void deleteIdleGroups(Collection<String> groups) {
    deleteGroups(groups, GroupIdNotFoundException.class, GroupNotEmptyException.class);
  }

  @SafeVarargs
  private void deleteGroups(Collection<String> groups, Class<? extends Exception>... harmless) {
    Map<String, KafkaFuture<Void>> all = admin.deleteConsumerGroups(groups).deletedGroups();
    all.forEach(
        (group, done) -> {
          try {
            wait("deleting the group " + group, done);
          } catch (EverfillException e) {
            if (Stream.of(harmless).noneMatch(one -> one.isInstance(e.getCause()))) {
              throw e;
            }
          }
        });
  }

  private void ignoring(Class<? extends Exception> harmless, String what, KafkaFuture<Void> done) {
    try {
      wait(what, done);
    } catch (EverfillException e) {
      if (!harmless.isInstance(e.getCause())) {
        throw e;
      }
    }
  }

  private Map<String, TopicDescription> describe(Collection<String> topics) {
    Map<String, TopicDescription> found = new TreeMap<>();
    admin
        .describeTopics(topics)
        .topicNameValues()
        .forEach(
            (topic, description) -> {
              try {
                found.put(topic, wait("looking at the topic " + topic, description));
              } catch (EverfillException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                  throw e;
                }
              }
            });
    return found;
  }

  private Map<String, String> policies(Collection<String> topics) {
    Map<String, String> policies = new TreeMap<>();
    List<ConfigResource> resources =
        topics.stream().map(t -> new ConfigResource(ConfigResource.Type.TOPIC, t)).toList();
    Map<ConfigResource, Config> configs =
        wait("looking at the topics' settings", admin.describeConfigs(resources).all());
    configs.forEach((r, config) -> policies.put(r.name(), config.get("cleanup.policy").value()));
    return policies;
  }

  private <T> T wait(String what, KafkaFuture<T> future) {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EverfillException(Reason.INTERNAL, "interrupted while " + what, e);
    } catch (TimeoutException e) {
      throw failure(what, "no answer within " + timeout.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw failure(what, String.valueOf(e.getCause().getMessage()), e.getCause());
    }
  }

  private EverfillException failure(String what, String message, Throwable cause) {
    String text = "Kafka at " + kafka.bootstrapServers() + ", " + what + ": " + message;
    boolean denied =
        cause instanceof AuthorizationException || cause instanceof AuthenticationException;
    boolean unreachable =
        cause instanceof TimeoutException
            || cause instanceof org.apache.kafka.common.errors.TimeoutException
            || cause instanceof org.apache.kafka.common.errors.DisconnectException;
    Reason reason =
        denied
            ? Reason.PERMISSION_DENIED
            : unreachable ? Reason.SERVER_UNREACHABLE : Reason.INTERNAL;
    return new EverfillException(reason, text, cause);
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
