package dev.everfill.processor.topology;

import static dev.everfill.processor.operator.Examples.HOUSE;
import static dev.everfill.processor.operator.Examples.STREET;
import static dev.everfill.processor.operator.Examples.TOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everfill.base.definition.Relation.JoinKind;
import dev.everfill.processor.operator.Examples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FieldTopologyTest {
  @TempDir Path state;

  @Test
  void filteredRowsAreSettledOnceAndThenFollowed() {
    try (Driven driven = new Driven(Examples.filtered(), state)) {
      driven.row(TOWN, "1", "Aix");
      driven.row(TOWN, "2", null);
      driven.row(TOWN, "1", "Aix-les-Bains");
      driven.row(TOWN, "3", "Lyon");
      driven.delete(TOWN, "3");
      assertThat(driven.derived()).isEmpty();
      driven.level(TOWN, 5);
      assertThat(driven.derived())
          .containsExactly("expect 2", "1=Aix-les-Bains", "2=nameless", "level 5");
      driven.row(TOWN, "1", "Aix-les-Bains");
      driven.level(TOWN, 5);
      assertThat(driven.derived()).isEmpty();
      driven.row(TOWN, "2", "Nice");
      driven.row(TOWN, "4", "Pau");
      driven.delete(TOWN, "1");
      driven.row(TOWN, "1", null);
      assertThat(driven.derived()).containsExactly("2=Nice", "4=Pau", "-1", "1=nameless");
      driven.truncate(TOWN);
      driven.level(TOWN, 6);
      assertThat(driven.derived()).containsExactly("-1", "-2", "-4", "level 6");
    }
  }

  @Test
  void leftJoinWaitsForParentsAndFollowsThem() {
    try (Driven driven = new Driven(Examples.joined(JoinKind.LEFT), state)) {
      driven.row(STREET, "1", "10", "a");
      driven.row(STREET, "2", null, "b");
      driven.row(STREET, "3", "11", "c");
      driven.level(STREET, 5);
      driven.row(TOWN, "10", "Aix");
      assertThat(driven.derived()).isEmpty();
      driven.level(TOWN, 7);
      assertThat(driven.derived())
          .containsExactlyInAnyOrder("expect 3", "1=Aix", "2=null", "3=null", "level 5");
      driven.row(TOWN, "11", "Lyon");
      driven.row(TOWN, "10", "Aix");
      driven.row(TOWN, "10", "Aix-les-Bains");
      assertThat(driven.derived()).containsExactly("3=Lyon", "1=Aix-les-Bains");
      driven.row(STREET, "3", "10", "c");
      driven.row(STREET, "1", "99", "a");
      driven.row(STREET, "4", "10", "d");
      assertThat(driven.derived()).containsExactly("3=Aix-les-Bains", "1=null", "4=Aix-les-Bains");
      driven.delete(TOWN, "10");
      driven.delete(STREET, "4");
      driven.row(TOWN, "99", "Pau");
      driven.truncate(TOWN);
      assertThat(driven.derived()).containsExactly("3=null", "4=null", "-4", "1=Pau", "1=null");
      driven.truncate(STREET);
      driven.level(STREET, 9);
      assertThat(driven.derived()).containsExactly("-1", "-2", "-3", "level 7");
    }
  }

  @Test
  void innerJoinWithoutParentGivesTheConfiguredValue() {
    try (Driven driven = new Driven(Examples.joined(JoinKind.INNER), state)) {
      driven.row(STREET, "1", "10", "a");
      driven.row(STREET, "2", null, "b");
      driven.level(TOWN, 7);
      driven.level(STREET, 8);
      assertThat(driven.derived()).containsExactly("expect 2", "1=nowhere", "2=nowhere", "level 7");
      driven.row(TOWN, "10", null);
      assertThat(driven.derived()).containsExactly("1=null");
    }
  }

  @Test
  void chainedJoinsFollowBothParents() {
    try (Driven driven = new Driven(Examples.chained(), state)) {
      driven.row(HOUSE, "1", "20", "3", "t");
      driven.row(STREET, "20", "10", "a");
      driven.row(TOWN, "10", "Aix");
      driven.level(TOWN, 3);
      driven.level(STREET, 3);
      assertThat(driven.derived()).isEmpty();
      driven.level(HOUSE, 3);
      assertThat(driven.derived()).containsExactly("expect 1", "1=Aix", "level 3");
      driven.row(STREET, "20", "11", "a");
      assertThat(driven.derived()).containsExactly("1=null");
      driven.row(TOWN, "11", "Lyon");
      driven.delete(STREET, "20");
      assertThat(driven.derived()).containsExactly("1=Lyon", "1=null");
    }
  }

  @Test
  void aggregatesSurviveDeletesMovesAndTies() {
    try (Driven driven = new Driven(Examples.aggregated(), state)) {
      driven.row(HOUSE, "1", "20", "3", "t");
      driven.row(HOUSE, "2", "20", "5", "f");
      driven.row(HOUSE, "3", "20", "5", null);
      driven.row(HOUSE, "4", null, "9", "t");
      driven.row(HOUSE, "5", "22", "1", "t");
      driven.row(STREET, "20", null, "a");
      driven.row(STREET, "21", null, "b");
      driven.level(HOUSE, 5);
      assertThat(driven.derived()).isEmpty();
      driven.level(STREET, 6);
      assertThat(driven.derived())
          .containsExactly("expect 2", "20=5,3,3,1,13", "21=null,null,0,null,null", "level 5");
      driven.delete(HOUSE, "2");
      driven.row(HOUSE, "3", "20", "5", "f");
      assertThat(driven.derived()).containsExactly("20=5,3,2,1,8");
      driven.row(HOUSE, "3", "21", "5", "t");
      assertThat(driven.derived()).containsExactlyInAnyOrder("20=3,3,1,1,3", "21=5,5,1,1,5");
      driven.row(HOUSE, "3", "21", null, "t");
      driven.row(STREET, "22", null, "c");
      assertThat(driven.derived()).containsExactly("21=null,null,1,0,null", "22=1,1,1,1,1");
      driven.delete(STREET, "22");
      driven.truncate(HOUSE);
      assertThat(driven.derived())
          .containsExactlyInAnyOrder("-22", "20=null,null,0,null,null", "21=null,null,0,null,null");
    }
  }

  @Test
  void aggregateOverAJoinMovesWithTheParent() {
    try (Driven driven = new Driven(Examples.aggregatedOverJoin(), state)) {
      driven.row(HOUSE, "1", "20", "3", "t");
      driven.row(HOUSE, "2", "20", "5", "f");
      driven.row(STREET, "20", "10", "a");
      driven.row(TOWN, "10", "Aix");
      driven.row(TOWN, "11", "Lyon");
      driven.level(HOUSE, 5);
      driven.level(STREET, 5);
      driven.level(TOWN, 5);
      assertThat(driven.derived())
          .containsExactly("expect 2", "10=3,3,1,1,3", "11=null,null,0,null,null", "level 5");
      driven.row(STREET, "20", "11", "a");
      assertThat(driven.derived())
          .containsExactlyInAnyOrder("10=null,null,0,null,null", "11=3,3,1,1,3");
      driven.row(HOUSE, "2", "20", "5", "t");
      assertThat(driven.derived()).containsExactly("11=5,3,2,2,8");
    }
  }

  @Test
  void anUnreadableRecordNamesItsPlace() {
    try (Driven driven = new Driven(Examples.filtered(), state)) {
      byte[] key = "[\"1\"]".getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> driven.raw(TOWN, key, new byte[] {1, 2})).rootCause().isNotNull();
      assertThatThrownBy(() -> driven.raw(TOWN, key, new byte[] {1, 2}))
          .hasStackTraceContaining("test.change.public.town, partition 0, offset 1, key [\"1\"]");
    }
  }
}
