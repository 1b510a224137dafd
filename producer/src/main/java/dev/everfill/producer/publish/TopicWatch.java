package dev.everfill.producer.publish;

import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.kafka.KafkaSettings;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every two seconds, on a thread of its own, whether the topics are still the same ones: a
 * topic that was deleted and made anew has the same name and none of the rows. While Kafka cannot
 * be reached it is silent.
 */
public final class TopicWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
  private static final long PERIOD_MILLIS = 2_000;
  private static final long STOP_MILLIS = 2_000;

  private final KafkaSettings kafka;
  private final Map<String, String> known;
  private final Consumer<Throwable> failed;
  private final Thread thread;
  private boolean missedBefore;

  /**
   * @param known ids by name
   * @param failed called once, if a topic is gone or another one
   */
  public TopicWatch(KafkaSettings kafka, Map<String, String> known, Consumer<Throwable> failed) {
    this.kafka = kafka;
    this.known = Map.copyOf(known);
    this.failed = failed;
    this.thread = new Thread(this::run, "everfill-topic-watch");
    this.thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try (Admin admin = CaptureTopics.admin(kafka)) {
      while (!Thread.interrupted()) {
        Thread.sleep(PERIOD_MILLIS);
        look(admin);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException reason) {
      failed.accept(reason);
    }
  }

  private void look(Admin admin) throws InterruptedException {
    Map<String, String> now;
    try {
      now = CaptureTopics.ids(admin, known.keySet());
    } catch (ExecutionException away) {
      LOG.debug("It is not known whether the topics are there.", away);
      return;
    }
    // A broker may not have heard of a topic yet that another one has.
    boolean missing = !now.keySet().containsAll(known.keySet());
    if (missing && !missedBefore) {
      missedBefore = true;
      return;
    }
    missedBefore = missing;
    known.forEach((topic, id) -> check(topic, id, now.get(topic)));
  }

  /**
   * Compares a topic with the one that was written before.
   *
   * @param now null if it is not there
   * @throws EverfillException if it is another one
   */
  public static void check(String topic, String before, String now) {
    if (!before.equals(now)) {
      throw new EverfillException(
          Reason.TOPIC_RECREATED,
          "the topic "
              + topic
              + " was deleted"
              + (now == null ? "" : " and made anew")
              + ", and with it the rows that had been read; read the tables again (everfill"
              + " resync)");
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
