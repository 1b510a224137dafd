package dev.everfill.base.definition;

import dev.everfill.base.error.Problem;
import dev.everfill.base.error.ProblemsException;
import java.util.List;

/**
 * What came of analysing all fields of a pipeline.
 *
 * @param definitions of the fields that were understood, in the order given, each of generation 1;
 *     to be used only if there are no problems
 * @param problems of all others; empty if every field was accepted
 */
public record Analysis(List<FieldDefinition> definitions, List<Problem> problems) {
  public Analysis {
    definitions = List.copyOf(definitions);
    problems = List.copyOf(problems);
  }

  /**
   * All definitions.
   *
   * @throws ProblemsException with every problem, if there is any
   */
  public List<FieldDefinition> orThrow() {
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems);
    }
    return definitions;
  }
}
