package dev.everfill.processor.topology;

import static dev.everfill.processor.operator.Examples.HOUSE;
import static dev.everfill.processor.operator.Examples.STREET;
import static dev.everfill.processor.operator.Examples.TOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.definition.Relation.JoinKind;
import dev.everfill.processor.operator.Examples;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Change topics that begin with rows and levels from when fewer columns were captured. */
class LevelColumnsTest {
  @TempDir Path state;

  @Test
  void rowsAreEmittedOnceAndWholeWhenALevelVouchesForAllColumns() {
    try (Driven driven = new Driven(Examples.filtered(), state)) {
      driven.row(TOWN, "1");
      driven.row(TOWN, "2");
      driven.row(TOWN, "3");
      driven.level(TOWN, 5, "id");
      driven.row(TOWN, "4");
      driven.delete(TOWN, "3");
      driven.level(TOWN, 6, "id");
      driven.row(TOWN, "1", "Aix");
      driven.row(TOWN, "2", null);
      driven.level(TOWN, 7);
      assertThat(driven.derived()).containsExactly("expect 2", "1=Aix", "2=nameless", "level 7");
      driven.row(TOWN, "1", "Nice");
      driven.level(TOWN, 8, "id", "name");
      assertThat(driven.derived()).containsExactly("1=Nice", "level 8");
    }
  }

  @Test
  void aLevelThatNamesNoColumnsIsNotTakenForCompleteness() {
    try (Driven driven = new Driven(Examples.filtered(), state)) {
      driven.row(TOWN, "1", "Aix");
      driven.level(TOWN, 5, new String[0]);
      assertThat(driven.derived()).isEmpty();
      driven.level(TOWN, 6);
      assertThat(driven.derived()).containsExactly("expect 1", "1=Aix", "level 6");
    }
  }

  @Test
  void fewerColumnsInBetweenChangeNothingUntilRowsComeWholeAgain() {
    try (Driven driven = new Driven(Examples.filtered(), state)) {
      driven.row(TOWN, "1", "Aix");
      driven.level(TOWN, 5);
      assertThat(driven.derived()).containsExactly("expect 1", "1=Aix", "level 5");
      driven.row(TOWN, "1");
      driven.row(TOWN, "2");
      driven.level(TOWN, 6, "id");
      assertThat(driven.derived()).isEmpty();
      driven.row(TOWN, "1", "Nice");
      driven.row(TOWN, "2", "Pau");
      driven.level(TOWN, 7);
      assertThat(driven.derived()).containsExactly("1=Nice", "2=Pau", "level 7");
    }
  }

  @Test
  void parentsAnswerOnceTheyAreWhole() {
    try (Driven driven = new Driven(Examples.joined(JoinKind.LEFT), state)) {
      driven.row(TOWN, "10");
      driven.level(TOWN, 5, "id");
      driven.row(STREET, "1", "10", "a");
      driven.level(STREET, 6);
      assertThat(driven.derived()).isEmpty();
      driven.row(TOWN, "10", "Aix");
      driven.level(TOWN, 7, "id", "name");
      assertThat(driven.derived()).containsExactly("expect 1", "1=Aix", "level 6");
    }
  }

  @Test
  void whoNeedsThePrimaryKeyOnlyGoesOnUndisturbed() {
    try (Driven driven = new Driven(Examples.aggregated(), state)) {
      driven.row(STREET, "20");
      driven.level(STREET, 5, "id");
      driven.row(HOUSE, "1", "20");
      driven.level(HOUSE, 5, "id", "street_id");
      assertThat(driven.derived()).isEmpty();
      driven.row(HOUSE, "1", "20", "3", "t");
      driven.level(HOUSE, 6);
      assertThat(driven.derived()).containsExactly("expect 1", "20=3,3,1,1,3", "level 5");
      driven.row(STREET, "21", null, "b");
      driven.level(STREET, 7, "id", "town_id", "name");
      assertThat(driven.derived()).containsExactly("21=null,null,0,null,null", "level 6");
    }
  }
}
