package dev.everfill.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.launcher.progress.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EverfillTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  private int run(String... args) {
    Terminal terminal = new Terminal(stream(out), stream(err), false, false);
    return Everfill.execute(terminal, Map.of("PW", "canary"), args);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private String config(String text) throws IOException {
    Path file = folder.resolve("everfill.yaml");
    Files.writeString(file, text);
    return file.toString();
  }

  @Test
  void helpTeachesEveryVerbAndExitCode() {
    assertThat(run("--help")).isZero();
    assertThat(out())
        .contains("demo", "run", "plan", "status", "destroy", "version", "Exit codes")
        .contains("pause", "resume", "pace", "retry", "verify", "doctor")
        .doesNotContain("\u001b[");
  }

  @Test
  void helpOfAVerbNamesItsOptions() {
    assertThat(run("demo", "--help")).isZero();
    assertThat(out()).contains("--example", "--scale", "--exit-when-live", "--data-dir", "--json");
  }

  @Test
  void versionIsDataOnStdout() {
    assertThat(run("version", "--json")).isZero();
    assertThat(out()).contains("\"version\"");
    assertThat(err()).isEmpty();
  }

  @Test
  void usageErrorsExitWithTwoAndSuggest() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("statsu")).isEqualTo(2);
    assertThat(err()).contains("status");
    assertThat(run("demo", "--example", "nope")).isEqualTo(2);
    assertThat(err()).contains("transmissions and skills");
    assertThat(run("demo", "--scale", "-1")).isEqualTo(2);
    assertThat(out()).isEmpty();
  }

  @Test
  void aBadConfigurationExitsWithTwoAndShowsEveryProblem() throws IOException {
    String file = config("sorce: {}\nfields: []\n");
    assertThat(run("run", "-c", file)).isEqualTo(2);
    assertThat(err()).contains("did you mean source?", "fields: holds no field");
    assertThat(run("plan", "-c", file, "--json")).isEqualTo(2);
    assertThat(out()).contains("\"problems\"", "everfill.yaml:1 sorce");
    assertThat(run("status", "-c", folder.resolve("none.yaml").toString())).isEqualTo(2);
  }

  @Test
  void anUnreachableServerExitsWithFour() throws IOException {
    String file =
        config(
            "source: {url: 'jdbc:postgresql://127.0.0.1:1/x', user: u, password: '${env:PW}'}\n"
                + "fields: [{target: t, select: SELECT 1}]\n");
    for (String verb : new String[] {"run", "plan", "status", "verify"}) {
      assertThat(run(verb, "-c", file)).as(verb).isEqualTo(4);
    }
    assertThat(run("pause", "t.c", "-c", file)).isEqualTo(4);
    assertThat(err() + out()).doesNotContain("canary");
    assertThat(Files.exists(folder.resolve("everfill-data"))).isFalse();
  }

  @Test
  void exitCodesFollowTheReason() {
    assertThat(code(Reason.SLOT_LOST)).isEqualTo(5);
    assertThat(code(Reason.SERVER_UNREACHABLE)).isEqualTo(4);
    assertThat(code(Reason.PERMISSION_DENIED)).isEqualTo(2);
    assertThat(code(Reason.INTERNAL)).isEqualTo(1);
  }

  private static int code(Reason reason) {
    return ExitCode.of(new EverfillException(reason, "x"));
  }

  @Test
  void indexesAreBuiltConcurrently() {
    assertThat(Indexes.concurrently("create unique index i on t (a)"))
        .isEqualTo("CREATE UNIQUE INDEX CONCURRENTLY i on t (a)");
    assertThat(Indexes.concurrently("CREATE INDEX CONCURRENTLY i ON t (a)"))
        .isEqualTo("CREATE INDEX CONCURRENTLY i ON t (a)");
  }
}
