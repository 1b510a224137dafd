package dev.everfill.base.definition.select;

import java.util.List;

/**
 * How the user wrote what the plan keeps only the meaning of; rendering needs it so that PostgreSQL
 * can compare both texts.
 *
 * @param rootAliased whether the first table was given an alias
 * @param joins in their order
 */
record Spelling(boolean rootAliased, List<Joined> joins) {

  Spelling {
    joins = List.copyOf(joins);
  }

  /**
   * One join.
   *
   * @param using whether it was USING, whose columns are the conditions' in their order
   * @param usingColumns empty for ON
   */
  record Joined(boolean aliased, List<String> usingColumns, List<Condition> conditions) {

    Joined {
      usingColumns = List.copyOf(usingColumns);
      conditions = List.copyOf(conditions);
    }
  }

  /**
   * One equality of an ON.
   *
   * @param left position in the left relation's columns
   * @param right the joined table's column
   * @param rightFirst whether the joined table's column stands before the {@code =}
   */
  record Condition(int left, String right, boolean rightFirst) {}
}
