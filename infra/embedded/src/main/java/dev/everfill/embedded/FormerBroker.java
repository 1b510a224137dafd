package dev.everfill.embedded;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.utils.Time;

/**
 * Makes the controller forget the broker that ran in this folder before.
 *
 * <p>A killed broker stays registered until its session runs out. Meanwhile its successor already
 * acts as the leader of everything; when the session ends, every partition is without a leader for
 * a moment, and the commit markers that are still to be written in that moment are dropped, since
 * Kafka takes such partitions for deleted ones. Readers of committed records then wait at that
 * transaction for ever, although it was acknowledged. Without a former registration that moment
 * does not come, and neither does the wait.
 */
final class FormerBroker {
  private static final int SECONDS = 60;
  private static final long PAUSE_MILLIS = 50;

  private FormerBroker() {}

  /**
   * Runs the controller alone, long enough to drop the registration.
   *
   * @param settings of the server that is about to start
   */
  static void forget(Map<String, String> settings)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<String, String> alone = new HashMap<>(settings);
    String controller = KafkaFolder.controllerAddress(settings);
    alone.put("process.roles", "controller");
    alone.put("listeners", KafkaFolder.CONTROLLER + "://" + controller);
    alone.remove("advertised.listeners");
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(alone, false), Time.SYSTEM);
    try {
      server.startup();
      unregister(controller);
    } finally {
      server.shutdown();
      server.awaitShutdown();
    }
  }

  private static void unregister(String controller)
      throws ExecutionException, InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!unregistered(controller, System.nanoTime() - deadline > 0)) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /**
   * False while the controller has not read its own metadata yet: until then it takes itself for
   * one that is too old to be asked.
   */
  private static boolean unregistered(String controller, boolean last)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<String, Object> settings =
        Map.of(AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG, controller);
    try (Admin admin = Admin.create(settings)) {
      admin.unregisterBroker(KafkaFolder.NODE).all().get(SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BrokerIdNotRegisteredException) {
        return true;
      }
      if (last || !(e.getCause() instanceof UnsupportedVersionException)) {
        throw e;
      }
      return false;
    }
  }
}
