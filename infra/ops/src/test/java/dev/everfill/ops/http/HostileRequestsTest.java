package dev.everfill.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whatever is sent, nothing changes, nothing fails and nothing secret is told. */
class HostileRequestsTest {
  private static final int REQUESTS = 1_000;
  private static final String CANARY = "canary-2718281828";

  @Test
  void changeNothingAndNeverMakeTheServerFail() throws IOException {
    long seed = Long.getLong("everfill.seed", System.nanoTime());
    System.out.println("seed " + seed + " (-Deverfill.seed=" + seed + ")");
    ListAppender<ILoggingEvent> log = listen();
    Map<String, Integer> statuses = new TreeMap<>();
    try (RunningServer server = new RunningServer(CANARY)) {
      Map<String, Supplier<String>> kinds =
          new HostileRequests(seed, server.host(), CANARY).kinds();
      List<String> names = new ArrayList<>(kinds.keySet());
      for (int i = 0; i < REQUESTS; i++) {
        String kind = names.get(i % names.size());
        String sent = kinds.get(kind).get();
        Wire.Answer answer = Wire.send(server.at, sent);
        refused(kind, sent, answer);
        statuses.merge(kind + " " + answer.status(), 1, Integer::sum);
      }
      assertThat(server.commands.calls()).isEmpty();
      assertThat(server.ask("PUT /api/v1/fields/" + Shown.LIVE + "/pause", "").status())
          .isEqualTo(202);
      assertThat(server.commands.calls()).hasSize(1);
    } finally {
      root().detachAppender(log);
    }
    System.out.println(statuses);
    assertThat(log.list)
        .allSatisfy(event -> assertThat(event.getFormattedMessage()).doesNotContain(CANARY))
        .noneSatisfy(event -> assertThat(event.getLevel()).isEqualTo(Level.ERROR));
  }

  private static void refused(String kind, String sent, Wire.Answer answer) {
    String what = kind + ":\n" + sent.substring(0, Math.min(500, sent.length())) + "\n" + answer;
    assertThat(answer.status() == -1 || (answer.status() >= 400 && answer.status() < 500))
        .as(what)
        .isTrue();
    assertThat(answer.all()).as(what).doesNotContain(CANARY, "Exception", "at org.", "at io.");
    if (answer.status() > 0) {
      assertThat(answer.headers()).as(what).containsEntry("content-type", HttpProblem.CONTENT_TYPE);
      assertThat(answer.headers()).as(what).containsKey("content-security-policy");
    }
  }

  private static ListAppender<ILoggingEvent> listen() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root().addAppender(log);
    return log;
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
