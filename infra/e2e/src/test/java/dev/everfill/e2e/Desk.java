package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.launcher.command.Everfill;
import dev.everfill.launcher.progress.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where somebody types commands about a scenario: in this process, not the pipeline's. */
final class Desk {
  private final Scenario scenario;
  private final Path config;

  /** What a command said. */
  record Said(int code, String out, String err) {}

  Desk(Scenario scenario, Path config) {
    this.scenario = scenario;
    this.config = config;
  }

  Said command(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-c", config.toString()));
    Terminal terminal = new Terminal(stream(out), stream(err), false, false);
    Map<String, String> environment =
        Map.of(Scenario.PASSWORD_VARIABLE, scenario.database.password(), "HOSTNAME", "desk");
    int code = Everfill.execute(terminal, environment, all.toArray(String[]::new));
    return new Said(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs one that must succeed; gives its stdout. */
  String done(String... arguments) {
    Said said = command(arguments);
    assertThat(said.code()).as("%s: %s", List.of(arguments), said.err()).isZero();
    return said.out();
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
