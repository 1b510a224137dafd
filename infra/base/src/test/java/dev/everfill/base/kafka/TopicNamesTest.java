package dev.everfill.base.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.definition.TableName;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicNamesTest {
  private final TopicNames names = new TopicNames("everfill");

  @Test
  void readsLikeTheTable() {
    assertThat(names.change(new TableName("public", "skill_versions")))
        .isEqualTo("everfill.change.public.skill_versions");
  }

  @Test
  void tablesWithOddNamesGetLegalTopicsOfTheirOwn() {
    Set<String> topics =
        Stream.of(
                new TableName("a.b", "c"),
                new TableName("a", "b.c"),
                new TableName("a", "b c"),
                new TableName("a", "b-20c"),
                new TableName("a", "B c"),
                new TableName("a", "b_c"),
                new TableName("a", "bé\"c"))
            .map(names::change)
            .collect(Collectors.toSet());
    assertThat(topics).hasSize(7).allMatch(topic -> topic.matches("[a-zA-Z0-9._-]+"));
  }
}
