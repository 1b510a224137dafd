package dev.everfill.base.definition.select;

import dev.everfill.base.definition.tree.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which columns of which range table entries expressions read: attribute numbers by entry. */
final class Variables {
  private final Map<Integer, SortedSet<Integer>> used = new HashMap<>();

  /** Adds every column in the expression, which must be in {@link QueryTree}'s common form. */
  void addAll(Node node) {
    if (node instanceof Node.Items list) {
      list.items().forEach(this::addAll);
    } else if (node instanceof Node.Struct struct) {
      if (struct.name().equals("VAR")) {
        add(struct.number("varno"), struct.number("varattno"));
      }
      struct.fields().values().forEach(this::addAll);
    }
  }

  void add(int range, int column) {
    used.computeIfAbsent(range, r -> new TreeSet<>()).add(column);
  }

  SortedSet<Integer> of(int range) {
    return used.getOrDefault(range, new TreeSet<>());
  }
}
