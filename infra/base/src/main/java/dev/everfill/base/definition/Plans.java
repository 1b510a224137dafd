package dev.everfill.base.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Questions about plans. Pure. */
public final class Plans {
  private Plans() {}

  /** All scans, the root first, then the joined tables in the order of their joins. */
  public static List<Relation.Scan> scans(Relation plan) {
    List<Relation.Scan> scans = new ArrayList<>();
    collect(plan, scans);
    return List.copyOf(scans);
  }

  /** The table whose rows the SELECT goes through; every join adds to its rows. */
  public static Relation.Scan root(Relation plan) {
    return scans(plan).get(0);
  }

  /** The plan's GROUP BY, if it has one. */
  public static Optional<Relation.Aggregate> aggregate(Relation plan) {
    if (plan instanceof Relation.Aggregate aggregate) {
      return Optional.of(aggregate);
    }
    if (plan instanceof Relation.Filter filter) {
      return aggregate(filter.input());
    }
    if (plan instanceof Relation.Project project) {
      return aggregate(project.input());
    }
    return Optional.empty();
  }

  private static void collect(Relation plan, List<Relation.Scan> scans) {
    if (plan instanceof Relation.Scan scan) {
      scans.add(scan);
    } else if (plan instanceof Relation.Join join) {
      collect(join.left(), scans);
      scans.add(join.right());
    } else if (plan instanceof Relation.Filter filter) {
      collect(filter.input(), scans);
    } else if (plan instanceof Relation.Aggregate aggregate) {
      collect(aggregate.input(), scans);
    } else if (plan instanceof Relation.Project project) {
      collect(project.input(), scans);
    } else {
      throw new IllegalStateException("unknown relation " + plan);
    }
  }
}
