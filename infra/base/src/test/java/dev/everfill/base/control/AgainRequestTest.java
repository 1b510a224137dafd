package dev.everfill.base.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everfill.base.definition.TableName;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.Key;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgainRequestTest {
  @Test
  void readsWhatIsWritten() {
    String text =
        "{\"field\":\"s.T x.c\",\"schema\":\"s\",\"table\":\"T x\",\"keys\":[[\"1\",\"a  b\"]]}";
    AgainRequest request = AgainRequest.read(text);
    assertThat(request)
        .isEqualTo(
            new AgainRequest("s.T x.c", new TableName("s", "T x"), List.of(Key.of("1", "a  b"))));
    assertThat(request.event()).isEqualTo(new Event.Again("s.T x.c", List.of(Key.of("1", "a  b"))));
  }

  @Test
  void refusesWhatAnybodyMayHaveWritten() {
    for (String text :
        List.of(
            "",
            "now",
            "[]",
            "{}",
            "{\"field\":1,\"schema\":\"s\",\"table\":\"t\",\"keys\":[]}",
            "{\"field\":\"f\",\"schema\":\"s\",\"table\":\"t\"}",
            "{\"field\":\"f\",\"schema\":\"s\",\"table\":\"t\",\"keys\":[[null]]}",
            "{\"field\":\"f\",\"schema\":\"s\",\"table\":\"t\",\"keys\":[[{}]]}",
            "{\"field\":\"f\",\"schema\":\"s\",\"table\":\"t\",\"keys\":[[\"1\"]")) {
      assertThatThrownBy(() -> AgainRequest.read(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void isBounded() {
    List<Key> keys = Collections.nCopies(AgainRequest.MAX_KEYS + 1, Key.of("1"));
    assertThatThrownBy(() -> new AgainRequest("f", new TableName("s", "t"), keys))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 500");
  }
}
