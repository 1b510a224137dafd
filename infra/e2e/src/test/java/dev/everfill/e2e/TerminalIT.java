package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.everfill.embedded.testing.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see on a terminal, and programs off it: the status, its watch, and exit codes. */
class TerminalIT {
  private static final String CTRL_C = "\u0003";
  private static final Pattern ESCAPE = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");

  @TempDir static Path folder;

  private static QuietPipeline pipeline;

  @BeforeAll
  static void prepare() throws Exception {
    Tool.required("script");
    pipeline = new QuietPipeline(folder);
  }

  @AfterAll
  static void close() {
    if (pipeline != null) {
      pipeline.close();
    }
  }

  private static Pty on(int columns, int rows, String... arguments) throws Exception {
    return new Pty(columns, rows, pipeline.environment(), pipeline.with(arguments));
  }

  private static EverfillProcess off(String... arguments) throws Exception {
    return EverfillProcess.start(
        folder, pipeline.environment(), List.of(Pty.AS_IN_EARNEST), pipeline.with(arguments));
  }

  private static String plain(String drawn) {
    return ESCAPE.matcher(drawn).replaceAll("").replace("\r", "");
  }

  @Test
  void theStatusIsATableWhereThereIsRoomAndOffATerminal() throws Exception {
    try (Pty wide = on(160, 40, "status");
        EverfillProcess off = off("status")) {
      assertThat(wide.exit()).isZero();
      assertThat(off.exit(QuietPipeline.SOON)).isZero();
      assertThat(plain(wide.drawn())).isEqualTo(off.stdout());
      assertThat(off.stdout()).startsWith("FIELD").contains("items.colour", "backfilling", "slot");
      assertThat(off.stderr()).isEmpty();
    }
  }

  @Test
  void aNarrowTerminalGetsAFewLinesOfEachField() throws Exception {
    try (Pty narrow = on(44, 20, "status")) {
      assertThat(narrow.exit()).isZero();
      assertThat(plain(narrow.drawn()))
          .contains("items.colour  backfilling\n  60.0 %, 600/1000")
          .doesNotContain("FIELD");
    }
  }

  @Test
  void jsonIsTheSameEverywhere() throws Exception {
    try (Pty on = on(20, 10, "status", "--json");
        EverfillProcess off = off("status", "--json")) {
      assertThat(on.exit()).isZero();
      assertThat(off.exit(QuietPipeline.SOON)).isZero();
      JsonNode there = new ObjectMapper().readTree(on.drawn());
      assertThat(there.at("/fields"))
          .isEqualTo(new ObjectMapper().readTree(off.stdout()).at("/fields"));
      assertThat(there.at("/fields/0/state").asText()).isEqualTo("backfilling");
      assertThat(there.at("/slot/status").asText()).isEqualTo("missing");
    }
  }

  @Test
  void theWatchIsDrawnInPlaceUntilCtrlC() throws Exception {
    try (Pty watch = on(40, 6, "status", "--watch")) {
      watch.await("the state", drawn -> drawn.contains("items.colour  backfilling"));
      pipeline.execute("UPDATE quiet.progress SET settled_rows = 700");
      watch.await("a change", drawn -> drawn.contains("700/1000"));
      pipeline.execute("UPDATE quiet.progress SET settled_rows = 600");
      watch.type(CTRL_C);
      assertThat(watch.exit()).isZero();
      String drawn = watch.drawn();
      assertThat(drawn).contains("\u001b[?1049h").endsWith("\u001b[?25h\u001b[?1049l");
      String[] frames = drawn.split(Pattern.quote("\u001b[H"));
      assertThat(frames).hasSizeGreaterThan(2);
      for (int i = 1; i < frames.length; i++) {
        List<String> rows = List.of(plain(frames[i]).split("\n", -1));
        assertThat(rows).as(frames[i]).hasSizeLessThanOrEqualTo(6);
        assertThat(rows).allSatisfy(row -> assertThat(row.length()).isLessThanOrEqualTo(40));
        assertThat(frames[i]).doesNotContain("\u001b[2J");
      }
    }
  }

  @Test
  void offATerminalTheWatchPrintsWhatChanges() throws Exception {
    List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT"));
    words.addAll(Pty.command(pipeline.with("status", "--watch", "--json")));
    Path out = folder.resolve("watch.out");
    ProcessBuilder builder = new ProcessBuilder(words).redirectOutput(out.toFile());
    builder.environment().putAll(pipeline.environment());
    Process watch = builder.start();
    try {
      await().atMost(QuietPipeline.SOON).until(() -> lines(out) == 1);
      Scenario.pause(Duration.ofMillis(1500));
      assertThat(lines(out)).as("nothing has changed").isEqualTo(1);
      pipeline.execute("UPDATE quiet.field SET paused = true");
      await().atMost(QuietPipeline.SOON).until(() -> lines(out) == 2);
      pipeline.execute("UPDATE quiet.field SET paused = false");
      assertThat(new ProcessBuilder("kill", "-INT", "" + watch.pid()).start().waitFor()).isZero();
      assertThat(watch.waitFor()).isZero();
    } finally {
      watch.destroyForcibly();
    }
    ObjectMapper json = new ObjectMapper();
    List<String> lines = Files.readAllLines(out);
    assertThat(json.readTree(lines.get(0)).at("/fields/0/paused").asBoolean()).isFalse();
    assertThat(json.readTree(lines.get(1)).at("/fields/0/state").asText()).isEqualTo("paused");
  }

  private static long lines(Path file) {
    try (var lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void everyKindOfEndHasItsCode() throws Exception {
    Map<String, String> plainly = new HashMap<>(pipeline.environment());
    plainly.put("NO_COLOR", "1");
    try (Pty help = new Pty(80, 24, pipeline.environment(), "--help");
        Pty plain = new Pty(80, 24, plainly, "--help");
        Pty refused = on(80, 24, "destroy");
        Pty wrong = on(80, 24, "status", "--wacht");
        Pty away =
            new Pty(80, 24, pipeline.environment(), "status", "-c", pipeline.unreachable())) {
      refused.await("the question", drawn -> drawn.contains("Type its name"));
      refused.type("no\r");
      assertThat(help.exit()).isZero();
      assertThat(plain.exit()).isZero();
      assertThat(refused.exit()).as(refused.drawn()).isEqualTo(1);
      assertThat(wrong.exit()).as(wrong.drawn()).isEqualTo(2);
      assertThat(away.exit()).as(away.drawn()).isEqualTo(4);
      assertThat(help.drawn()).as("bold").contains("\u001b[1m");
      Matcher colours = ESCAPE.matcher(plain.drawn());
      assertThat(colours.find()).as(plain.drawn()).isFalse();
    }
  }
}
