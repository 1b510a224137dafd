package dev.everfill.producer.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CopyTextTest {
  private static String[] parse(String line, int columns) {
    return CopyText.parse(line.getBytes(StandardCharsets.UTF_8), columns);
  }

  @Test
  void splitsAndUnescapes() {
    assertThat(parse("1\t\\N\ta\\tb\\\\N\t\t\\\\N\tä\\n\\r\\b\\f\\v\n", 6))
        .containsExactly("1", null, "a\tb\\N", "", "\\N", "ä\n\r\b\f\u000b");
    assertThat(parse("\n", 1)).containsExactly("");
  }

  @Test
  void refusesAnotherNumberOfValues() {
    assertThatThrownBy(() -> parse("1\t2\n", 1)).hasMessageContaining("more than 1");
    assertThatThrownBy(() -> parse("1\n", 2)).hasMessageContaining("1 values, not 2");
  }
}
