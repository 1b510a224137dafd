package dev.everfill.processor.topology;

import static dev.everfill.processor.operator.Examples.HOUSE;
import static dev.everfill.processor.operator.Examples.STREET;
import static dev.everfill.processor.operator.Examples.TOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Relation.JoinKind;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.Key;
import dev.everfill.processor.operator.Examples;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are asked for once more although nothing changed. */
class AgainTest {
  @TempDir Path state;

  @Test
  void whereTheRootIsTheTarget() {
    try (Driven driven = new Driven(Examples.filtered(), state)) {
      driven.row(TOWN, "1", "Aix");
      driven.row(TOWN, "2", null);
      driven.send(TOWN, again(Examples.filtered(), "1"));
      assertThat(driven.derived()).as("before the first level").isEmpty();
      driven.level(TOWN, 5);
      assertThat(driven.derived()).containsExactly("expect 2", "1=Aix", "2=nameless", "level 5");
      driven.delete(TOWN, "2");
      driven.derived();
      driven.send(TOWN, again(Examples.filtered(), "1", "2", "3"));
      driven.send(TOWN, again(Examples.filtered(), "1"));
      driven.send(TOWN, new Event.Again("town.other", List.of(Key.of("1"))));
      driven.send(TOWN, again(Examples.filtered()));
      assertThat(driven.derived()).containsExactly("1=Aix", "1=Aix");
      driven.row(TOWN, "1", "Aix");
      assertThat(driven.derived()).as("the same row").isEmpty();
    }
  }

  @Test
  void belowAJoin() {
    FieldDefinition field = Examples.joined(JoinKind.LEFT);
    try (Driven driven = new Driven(field, state)) {
      driven.row(STREET, "1", "10", "a");
      driven.row(TOWN, "10", "Aix");
      driven.level(STREET, 5);
      driven.level(TOWN, 5);
      assertThat(driven.derived()).containsExactly("expect 1", "1=Aix", "level 5");
      driven.send(STREET, again(field, "1"));
      assertThat(driven.derived()).containsExactly("1=Aix");
      driven.send(TOWN, again(field, "10"));
      assertThat(driven.derived()).as("a parent's table").isEmpty();
    }
  }

  @Test
  void aboveAnAggregateAndInTheOrderOfLevels() {
    FieldDefinition field = Examples.aggregated();
    try (Driven driven = new Driven(field, state)) {
      driven.row(HOUSE, "1", "20", "3", "t");
      driven.row(STREET, "20", null, "a");
      driven.row(STREET, "21", null, "b");
      driven.level(HOUSE, 5);
      driven.level(STREET, 5);
      driven.derived();
      driven.send(STREET, again(field, "21", "20"));
      driven.level(HOUSE, 6);
      driven.level(STREET, 6);
      assertThat(driven.derived())
          .containsExactly("21=null,null,0,null,null", "20=3,3,1,1,3", "level 6");
    }
  }

  private static Event.Again again(FieldDefinition field, String... ids) {
    return new Event.Again(field.name(), Arrays.stream(ids).map(Key::of).toList());
  }
}
