package dev.everfill.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everfill.base.error.ProblemsException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Which log format is meant. */
class LogFormatTest {
  private static boolean json(Map<String, String> environment, String... args) {
    LogFormat format = new LogFormat();
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("f", mixin(format)))
        .parseArgs(args);
    return format.json(environment);
  }

  private static CommandLine.Model.CommandSpec mixin(LogFormat format) {
    return CommandLine.Model.CommandSpec.forAnnotatedObject(format);
  }

  @Test
  void theOptionBeatsTheVariable() {
    assertThat(json(Map.of())).isFalse();
    assertThat(json(Map.of(), "--log-format", "json")).isTrue();
    assertThat(json(Map.of(LogFormat.VARIABLE, "json"))).isTrue();
    assertThat(json(Map.of(LogFormat.VARIABLE, "json"), "--log-format", "text")).isFalse();
    assertThat(json(Map.of(LogFormat.VARIABLE, "nonsense"), "--log-format", "json")).isTrue();
    assertThat(json(Map.of(LogFormat.VARIABLE, ""))).isFalse();
  }

  @Test
  void anotherFormatIsRefusedByName() {
    assertThatThrownBy(() -> json(Map.of(LogFormat.VARIABLE, "xml")))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("EVERFILL_LOG_FORMAT")
        .hasMessageContaining("xml");
  }
}
