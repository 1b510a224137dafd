package dev.everfill.processor;

import static dev.everfill.processor.operator.Examples.HOUSE;
import static dev.everfill.processor.operator.Examples.STREET;
import static dev.everfill.processor.operator.Examples.TOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.everfill.base.event.Event;
import dev.everfill.base.event.EventCodec;
import dev.everfill.embedded.testing.TestKafka;
import dev.everfill.processor.operator.Examples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComputeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path state;

  @Test
  void fillsOnceFollowsQuicklyAndGoesOnAfterARestart() throws Exception {
    try (Field field = field("restart")) {
      houses(field, 2_000);
      try (Compute compute = compute(field)) {
        compute.start();
        levels(field, 5);
        await().atMost(PATIENCE).until(() -> field.level() == 5);
        assertThat(field.values()).isEqualTo(expected(2_000, Map.of()));
        assertEachRowOnceBehindItsCount(field);
        assertThat(compute.status().failure()).isNull();
        assertThat(compute.status().progress().get(0).complete()).isTrue();
        followsAtOnce(field);
      }
      field.row(HOUSE, "1", "1", "5000", "t");
      levels(field, 6);
      try (Compute again = compute(field)) {
        again.start();
        await().atMost(PATIENCE).until(() -> field.level() == 6);
        assertThat(field.values()).isEqualTo(expected(2_000, Map.of(1, 5_000)));
      }
    }
  }

  @Test
  void killedAtAnyMomentAndWithoutItsStateItNeitherLosesNorDoubles() throws Exception {
    Random random = new Random(20_261_121);
    try (Field field = field("killed")) {
      houses(field, 20_000);
      levels(field, 5);
      for (int i = 0; i < 3; i++) {
        Process process = ComputeProcess.start(field, state, state.resolve(i + ".log"));
        Path folder = state.resolve(field.names.computeApplication(field.definition));
        await().atMost(PATIENCE).until(() -> Files.exists(folder) || !process.isAlive());
        boolean ended = process.waitFor(random.nextInt(4_000), TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        assertThat(ended).as("ended by itself, see " + i + ".log").isFalse();
        if (i == 1) {
          delete(folder);
        }
      }
      delete(state.resolve(field.names.computeApplication(field.definition)));
      try (Compute compute = compute(field)) {
        compute.start();
        await().atMost(PATIENCE).until(() -> field.level() == 5);
        assertThat(field.values()).isEqualTo(expected(20_000, Map.of()));
        assertEachRowOnceBehindItsCount(field);
        field.row(HOUSE, "1", "1", "50000", "t");
        levels(field, 6);
        await().atMost(PATIENCE).until(() -> field.level() == 6);
        assertThat(field.values()).isEqualTo(expected(20_000, Map.of(1, 50_000)));
      }
    }
  }

  @Test
  void whoIsKilledAndNeverComesBackHoldsNobodyUp() throws Exception {
    try (Field field = field("survived")) {
      houses(field, 2_000);
      levels(field, 5);
      try (Compute survivor = compute(field)) {
        survivor.start();
        await().atMost(PATIENCE).until(() -> field.level() == 5);
        Set<String> survivors = transactions(field, Set.of(TransactionState.values()));
        Path elsewhere = state.resolve("elsewhere");
        Process killed = ComputeProcess.start(field, elsewhere, state.resolve("killed.log"));
        try {
          await().atMost(PATIENCE).until(() -> isStoppedInATransaction(killed, field, survivors));
        } finally {
          killed.destroyForcibly().waitFor();
        }
        assertThat(survivors).isNotEmpty();
        assertThat(orphans(field, survivors)).as("left open by the killed one").isNotEmpty();
        houses(field, 2_000);
        levels(field, 6);
        await().atMost(PATIENCE).until(() -> field.level() == 6);
        assertThat(field.values()).isEqualTo(expected(2_000, Map.of()));
      }
    }
  }

  /**
   * Gives it a little to do, for what it leaves has to be worked off; stops it, and lets it go on
   * if it has just committed.
   */
  private static boolean isStoppedInATransaction(
      Process process, Field field, Set<String> survivors) throws Exception {
    houses(field, 20);
    houses(field, 20, 1_000);
    if (orphans(field, survivors).isEmpty()) {
      return false;
    }
    signal(process, "STOP");
    if (orphans(field, survivors).isEmpty()) {
      signal(process, "CONT");
      return false;
    }
    return true;
  }

  private static void signal(Process process, String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
  }

  private static final Set<TransactionState> OPEN = Set.of(TransactionState.ONGOING);

  private static Set<String> orphans(Field field, Set<String> survivors) throws Exception {
    Set<String> open = transactions(field, OPEN);
    open.removeAll(survivors);
    return open;
  }

  private static Set<String> transactions(Field field, Set<TransactionState> states)
      throws Exception {
    Set<String> ids = new HashSet<>();
    ListTransactionsOptions options = new ListTransactionsOptions().filterStates(states);
    field.admin.listTransactions(options).all().get().stream()
        .map(TransactionListing::transactionalId)
        .filter(id -> id.startsWith(field.names.computeApplication(field.definition) + "-"))
        .forEach(ids::add);
    return ids;
  }

  @Test
  void aTopicMadeAnewIsNoticedAndNeverReadAsIfNothingHappened() throws Exception {
    try (Field field = field("anew")) {
      houses(field, 10);
      levels(field, 5);
      try (Compute compute = compute(field)) {
        compute.start();
        await().atMost(PATIENCE).until(() -> field.level() == 5);
      }
      String topic = field.names.change(HOUSE.name());
      field.admin.deleteTopics(List.of(topic)).all().get();
      await().until(() -> !field.admin.listTopics().names().get().contains(topic));
      field
          .admin
          .createTopics(
              List.of(
                  new org.apache.kafka.clients.admin.NewTopic(topic, Field.PARTITIONS, (short) 1)))
          .all()
          .get();
      houses(field, 10);
      try (Compute compute = compute(field)) {
        compute.start();
        await().atMost(PATIENCE).until(() -> compute.status().failure() != null);
        assertThat(compute.status().failure().reason()).isEqualTo("topic_recreated");
        assertThat(compute.status().running()).isFalse();
      }
    }
  }

  @Test
  void anUnreadableRecordEndsItWithItsPlace() throws Exception {
    try (Field field = field("poison")) {
      byte[] key = "[\"7\"]".getBytes(StandardCharsets.UTF_8);
      field.send(HOUSE, new EventCodec.Encoded(key, new byte[] {1}));
      try (Compute compute = compute(field)) {
        compute.start();
        await().atMost(PATIENCE).until(() -> compute.status().failure() != null);
        assertThat(compute.status().failure().message())
            .contains(field.names.change(HOUSE.name()), "offset 0", "[\"7\"]");
      }
    }
  }

  @Test
  void whatItLeavesBehindIsKnown() throws Exception {
    try (Field field = field("remains")) {
      levels(field, 5);
      try (Compute compute = compute(field)) {
        compute.start();
        await().atMost(PATIENCE).until(() -> field.level() == 5);
      }
      ComputeResources resources = ComputeResources.of(field.names, field.definition, state);
      Set<String> left = new HashSet<>(field.admin.listTopics().names().get());
      left.removeIf(t -> !t.startsWith(field.names.pipeline() + "."));
      left.removeAll(field.topics.sources());
      assertThat(resources.topicsToDelete(field.admin.listTopics().names().get()))
          .containsExactlyInAnyOrderElementsOf(left)
          .anyMatch(t -> t.endsWith("-changelog"));
      assertThat(resources.stateDirectory()).isDirectory();
    }
  }

  private Field field(String pipeline) throws Exception {
    String unique = pipeline + "-" + Long.toHexString(System.nanoTime());
    return new Field(TestKafka.shared().bootstrapServers(), unique, Examples.aggregatedOverJoin());
  }

  private Compute compute(Field field) {
    return new Compute(new ComputeSettings(field.names, field.kafka, state, field.definition, 2));
  }

  /** House i stands in street i % 50, street s in town s % 7; town 7 has no streets. */
  private static void houses(Field field, int count) {
    houses(field, count, 0);
  }

  /** The first {@code count} of them, so much higher. */
  private static void houses(Field field, int count, int higher) {
    for (int i = 1; i <= count; i++) {
      field.row(HOUSE, "" + i, "" + i % 50, "" + (i + higher), i % 3 == 0 ? "f" : "t");
    }
    for (int s = 0; s < 50; s++) {
      field.row(STREET, "" + s, "" + s % 7, "street");
    }
    for (int t = 0; t <= 7; t++) {
      field.row(TOWN, "" + t, "town", null);
    }
    field.flush();
  }

  private static void levels(Field field, long level) {
    field.level(HOUSE, level);
    field.level(STREET, level);
    field.level(TOWN, level);
  }

  private static Map<String, String> expected(int count, Map<Integer, Integer> heights) {
    Map<String, long[]> towns = new TreeMap<>();
    for (int i = 1; i <= count; i++) {
      if (i % 3 != 0) {
        long height = heights.getOrDefault(i, i);
        long[] town =
            towns.computeIfAbsent("" + i % 50 % 7, t -> new long[] {0, Long.MAX_VALUE, 0, 0});
        town[0] = Math.max(town[0], height);
        town[1] = Math.min(town[1], height);
        town[2]++;
        town[3] += height;
      }
    }
    Map<String, String> values = new TreeMap<>();
    towns.forEach(
        (t, v) -> values.put(t, v[0] + "," + v[1] + "," + v[2] + "," + v[2] + "," + v[3]));
    values.put("7", "null,null,0,null,null");
    return values;
  }

  private static void assertEachRowOnceBehindItsCount(Field field) {
    for (List<Event> partition : field.derived(Duration.ofMillis(100))) {
      assertThat(partition.get(0)).isInstanceOf(Event.Expect.class);
      long rows = ((Event.Expect) partition.get(0)).rows();
      Set<Object> keys = new HashSet<>();
      for (Event event : partition.subList(1, (int) rows + 1)) {
        assertThat(keys.add(((Event.Upsert) event).key())).isTrue();
      }
      assertThat(partition.get((int) rows + 1)).isInstanceOf(Event.Level.class);
    }
  }

  /** Once whole, a change is sent on without any further level. */
  private static void followsAtOnce(Field field) {
    for (int i = 0; i < 5; i++) {
      String height = "" + (100_000 + i);
      field.row(HOUSE, "1", "1", height, "t");
      field.flush();
      await().atMost(PATIENCE).until(() -> field.values().get("1").startsWith(height));
    }
    field.row(HOUSE, "1", "1", "1", "t");
  }

  private static void delete(Path folder) throws java.io.IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
