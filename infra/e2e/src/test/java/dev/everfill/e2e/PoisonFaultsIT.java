package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.testing.TestKafka;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Fault 13: one row cannot be written, and nothing else suffers from it. */
class PoisonFaultsIT extends SharedStand {
  private static final long UNFIT = 1_000_000_000L;

  /** Refused by a CHECK; healed by a value that fits. */
  @Test
  void aValueThatDoesNotFitWaitsAsideForABetterOne() throws Exception {
    stand.scenario.execute(
        "ALTER TABLE public.copy ADD CONSTRAINT fits CHECK (version <> " + UNFIT + ") NOT VALID");
    try {
      stand.scenario.execute(
          "UPDATE public.source SET version = CASE id WHEN 30 THEN "
              + UNFIT
              + " ELSE version + 1 END WHERE id BETWEEN 1 AND 50");
      stand.await("the quarantine", () -> quarantined("23514") == 1);
      stand.await("all others", () -> ledger.right(1, 50) == 49);
      assertThat(stand.scenario.texts("SELECT key::text || sqlstate || message FROM " + table()))
          .hasSize(1)
          .allMatch(row -> row.contains("30") && row.contains("fits"));
      assertEachWrittenOnce(31, 50);
      ledger.bump(30, 30);
      stand.await("the quarantine to be empty", () -> quarantined("23514") == 0);
    } finally {
      stand.scenario.execute("ALTER TABLE public.copy DROP CONSTRAINT fits");
    }
    stand.assertHealed("13 unfit value");
  }

  /** Refused by a trigger; tried again when somebody asks. */
  @Test
  void aRefusedRowIsTriedAgainOnRequest() throws Exception {
    ledger.trouble("refuse", 30);
    ledger.bump(1, 50);
    stand.await("the quarantine", () -> quarantined("P0001") == 1);
    stand.await("all others", () -> ledger.right(1, 50) == 49);
    ledger.noTrouble();
    stand.scenario.execute("UPDATE " + table() + " SET retry_requested_at = now()");
    stand.await("the quarantine to be empty", () -> quarantined("P0001") == 0);
    stand.assertHealed("13 refused by a trigger");
    assertEachWrittenOnce(1, 50);
  }

  /** The session ends while the bad row is being looked for: the good ones are not blamed. */
  @Test
  void anOutageIsNoBadRow() throws Exception {
    ledger.trouble("refuse", 20);
    ledger.trouble("gate", 35);
    try (Connection gate = closedGate()) {
      assertThat(gate.isClosed()).isFalse();
      ledger.bump(1, 50);
      for (int kills = 0; kills < 3; kills++) {
        long pid = awaitInTheMiddle();
        stand.scenario.execute("SELECT pg_terminate_backend(" + pid + ")");
        stand.await("the session to be gone", () -> stand.sinkPid() != pid);
      }
    }
    stand.await("the quarantine", () -> quarantined("P0001") == 1);
    stand.await("all others", () -> ledger.right(1, 50) == 49);
    assertThat(stand.scenario.number("SELECT count(*) FROM " + table())).isEqualTo(1);
    ledger.noTrouble();
    ledger.bump(20, 20);
    stand.await("the quarantine to be empty", () -> quarantined("P0001") == 0);
    stand.assertHealed("13 an outage on top");
  }

  @Test
  void tenMegabytesInARowAreWritten() throws Exception {
    stand.scenario.execute(
        "UPDATE public.source SET version = version + 1, body = (SELECT string_agg(md5(g::text), '')"
            + " FROM generate_series(1, 327680) g) WHERE id = 60");
    stand.assertHealed("13 ten megabytes");
    assertThat(stand.scenario.number("SELECT length(body) FROM public.copy WHERE id = 60"))
        .isGreaterThan(10_000_000);
    stand.scenario.execute(
        "UPDATE public.source SET version = version + 1, body = 'short' WHERE id = 60");
    stand.assertHealed("13 short again");
  }

  /** Bytes in a derived topic that no stage has written. */
  @Test
  void aRecordThatNobodyCanReadIsSetAside() throws Exception {
    List<String> topics =
        stand.scenario.texts(
            "SELECT DISTINCT topic FROM \""
                + stand.scenario.name
                + "\".progress WHERE field LIKE 'copy.version%'");
    assertThat(topics).hasSize(1);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", TestKafka.shared().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      byte[] poison = "{not ours".getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(topics.get(0), 0, poison, poison)).get();
    }
    ledger.bump(1, 50);
    stand.assertHealed("13 unreadable record");
    assertThat(stand.scenario.number("SELECT count(*) FROM " + table() + " WHERE key IS NULL"))
        .isEqualTo(1);
    stand.scenario.execute("DELETE FROM " + table() + " WHERE key IS NULL");
  }

  private long quarantined(String sqlState) {
    return stand.scenario.quietNumber(
        "SELECT count(*) FROM " + table() + " WHERE sqlstate = '" + sqlState + "'");
  }

  private String table() {
    return "\"" + stand.scenario.name + "\".quarantine";
  }
}
