package dev.everfill.base.definition.field;

import dev.everfill.base.error.Problem;
import java.util.ArrayList;
import java.util.List;

/** The problems of one field, each at its place. For one thread. */
final class Findings {
  private final String place;
  private final List<Problem> problems = new ArrayList<>();

  Findings(String place) {
    this.place = place;
  }

  void target(String message, String remedy) {
    problems.add(new Problem(place + ".target", message, remedy));
  }

  void select(String message, String remedy) {
    problems.add(new Problem(place + ".select", message, remedy));
  }

  /** At a place inside the SELECT; {@code where} is {@code line 2 column 5}. */
  void selectAt(String where, String message, String remedy) {
    problems.add(new Problem(place + ".select " + where, message, remedy));
  }

  void otherwise(String column, String message, String remedy) {
    problems.add(new Problem(place + ".otherwise." + column, message, remedy));
  }

  boolean none() {
    return problems.isEmpty();
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }
}
