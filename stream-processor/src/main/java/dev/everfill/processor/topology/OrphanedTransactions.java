package dev.everfill.processor.topology;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the transactions that a killed process left open. A process that starts again with its state
 * folder ends its own; if it never does, all who read committed records wait behind them until
 * their timeout, which is long because a flush may be.
 *
 * <p>A transaction's id names its process, and so do the ids of the group's members: a transaction
 * whose process is no member is nobody's. It is ended only if it is found so twice in a row.
 * Belongs to one thread.
 */
final class OrphanedTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanedTransactions.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** A member that dies causes a rebalance, so only then is there anything to look for. */
  private static final Duration AFTER_CHANGE = Duration.ofSeconds(20);

  private final Admin admin;
  private final String application;
  private Set<String> suspects = Set.of();

  OrphanedTransactions(Admin admin, String application) {
    this.admin = admin;
    this.application = application;
  }

  /** Looks after them until the thread is interrupted, or it is told that this is the end. */
  void watch(KafkaStreams streams, BooleanSupplier ended) throws InterruptedException {
    KafkaStreams.State before = null;
    long changed = System.nanoTime();
    while (!ended.getAsBoolean()) {
      KafkaStreams.State now = streams.state();
      changed = now == before ? changed : System.nanoTime();
      before = now;
      boolean settled = now == KafkaStreams.State.RUNNING;
      if (!settled || System.nanoTime() - changed < AFTER_CHANGE.toNanos()) {
        look();
      }
      Thread.sleep(EVERY.toMillis());
    }
  }

  /** Ends what was an orphan at the last look too. */
  void look() throws InterruptedException {
    try {
      Set<String> found = find();
      Set<String> certain = new HashSet<>(found);
      certain.retainAll(suspects);
      suspects = found;
      if (!certain.isEmpty()) {
        LOG.info("ending the open transactions of processes that are gone: {}", certain);
        admin.fenceProducers(certain).all().get();
      }
    } catch (ExecutionException e) {
      // Kafka may be away, or a transaction may just end: the next look tells.
      LOG.debug("open transactions of {} are not known", application, e.getCause());
    }
  }

  /** Transactions first: who has one was a member before it. */
  private Set<String> find() throws InterruptedException, ExecutionException {
    ListTransactionsOptions open =
        new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));
    Set<String> ours = new HashSet<>();
    for (TransactionListing transaction : admin.listTransactions(open).all().get()) {
      if (transaction.transactionalId().startsWith(application + "-")) {
        ours.add(transaction.transactionalId());
      }
    }
    if (!ours.isEmpty()) {
      Set<String> members = members();
      ours.removeIf(id -> members.stream().anyMatch(member -> member.startsWith(process(id))));
    }
    return ours;
  }

  /** What the client ids of its process begin with: all before the thread's number. */
  private static String process(String transactionalId) {
    return transactionalId.substring(0, transactionalId.lastIndexOf('-'));
  }

  private Set<String> members() throws InterruptedException, ExecutionException {
    try {
      Set<String> ids = new HashSet<>();
      for (MemberDescription member :
          admin
              .describeConsumerGroups(List.of(application))
              .all()
              .get()
              .get(application)
              .members()) {
        ids.add(member.clientId());
      }
      return ids;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Set.of();
      }
      throw e;
    }
  }
}
