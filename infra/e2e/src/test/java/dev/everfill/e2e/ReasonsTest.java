package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.error.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever is on call finds every reason in the table, with what to do. */
class ReasonsTest {
  @ParameterizedTest
  @EnumSource(Reason.class)
  void isInTheTableWithWhatToDo(Reason reason) throws Exception {
    String table = Files.readString(Path.of("..", "prometheus", "README.md"));
    String start = "| `" + reason.code() + "` |";
    assertThat(table.lines().filter(line -> line.startsWith(start)))
        .as("rows that begin with " + start)
        .singleElement()
        .satisfies(
            line -> {
              String[] cells = line.split("\\|", -1);
              assertThat(cells).hasSize(5);
              assertThat(cells[2].strip()).as("what has happened").isNotEmpty();
              assertThat(cells[3].strip()).as("what to do").isNotEmpty();
            });
  }
}
