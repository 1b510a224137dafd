package dev.everfill.base.definition.select;

import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.catalog.TableFacts;
import java.util.List;

/**
 * A SELECT that was understood.
 *
 * @param sources what is read, in the order of {@link
 *     dev.everfill.base.definition.Plans#scans(Relation)}
 */
public record Reading(Relation.Project plan, List<TableFacts> sources) {
  public Reading {
    sources = List.copyOf(sources);
  }
}
