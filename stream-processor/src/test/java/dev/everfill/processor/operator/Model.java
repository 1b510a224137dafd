package dev.everfill.processor.operator;

import static dev.everfill.processor.operator.Examples.HOUSE;
import static dev.everfill.processor.operator.Examples.STREET;
import static dev.everfill.processor.operator.Examples.TOWN;

import dev.everfill.base.definition.Table;
import dev.everfill.base.event.Event;
import dev.everfill.base.event.Key;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The three tables as plain maps, random changes to them, and each field evaluated the naive way.
 */
final class Model {
  /** What changes there are. */
  enum Action {
    INSERT,
    SAME_AGAIN,
    CHANGE,
    REPOINT,
    TO_NULL,
    TIE,
    LATE_PARENT,
    DELETE,
    KEY_REUSED,
    TRUNCATE
  }

  private static final List<Table> TABLES = List.of(HOUSE, STREET, TOWN);

  private final Random random;
  private final Map<Table, Map<String, String[]>> rows = new java.util.HashMap<>();
  private final Map<Table, java.util.Set<String>> used = new java.util.HashMap<>();
  final Map<Action, Integer> happened = new EnumMap<>(Action.class);

  Model(Random random) {
    this.random = random;
    for (Table table : TABLES) {
      rows.put(table, new TreeMap<>());
      used.put(table, new java.util.HashSet<>());
    }
  }

  /** One random change, told to the simulation. */
  void change(Simulation simulation) {
    Table table = TABLES.get(random.nextInt(TABLES.size()));
    if (random.nextInt(150) == 0) {
      count(Action.TRUNCATE);
      rows.get(table).clear();
      simulation.send(table, new Event.Truncate(1));
      return;
    }
    String id = "" + random.nextInt(table == HOUSE ? 25 : 8);
    String[] old = rows.get(table).get(id);
    if (old != null && random.nextInt(4) == 0) {
      count(Action.DELETE);
      rows.get(table).remove(id);
      simulation.send(table, new Event.Delete(Key.of(id)));
      return;
    }
    String[] now = row(table, id);
    classify(table, id, old, now);
    rows.get(table).put(id, now);
    used.get(table).add(id);
    simulation.row(table, now);
  }

  private String[] row(Table table, String id) {
    if (table == HOUSE) {
      return new String[] {id, maybe(8), maybe(4), random.nextInt(3) == 0 ? null : flag()};
    } else if (table == STREET) {
      return new String[] {id, maybe(8), "street"};
    }
    return new String[] {id, random.nextInt(4) == 0 ? null : "town" + random.nextInt(3), null};
  }

  private String maybe(int bound) {
    int drawn = random.nextInt(bound + 1);
    return drawn == bound ? null : "" + drawn;
  }

  private String flag() {
    return random.nextBoolean() ? "t" : "f";
  }

  private void classify(Table table, String id, String[] old, String[] now) {
    if (old == null) {
      count(used.get(table).contains(id) ? Action.KEY_REUSED : Action.INSERT);
      if (isReferredTo(table, id)) {
        count(Action.LATE_PARENT);
      }
    } else if (java.util.Arrays.equals(old, now)) {
      count(Action.SAME_AGAIN);
    } else if (table != TOWN && !java.util.Objects.equals(old[1], now[1])) {
      count(now[1] == null ? Action.TO_NULL : Action.REPOINT);
    } else {
      count(Action.CHANGE);
    }
    if (table == HOUSE && rows.get(HOUSE).values().stream().anyMatch(r -> tied(r, now))) {
      count(Action.TIE);
    }
  }

  private static boolean tied(String[] one, String[] other) {
    return !one[0].equals(other[0])
        && one[1] != null
        && one[1].equals(other[1])
        && one[2] != null
        && one[2].equals(other[2]);
  }

  private boolean isReferredTo(Table table, String id) {
    Table child = table == STREET ? HOUSE : table == TOWN ? STREET : null;
    return child != null && rows.get(child).values().stream().anyMatch(r -> id.equals(r[1]));
  }

  private void count(Action action) {
    happened.merge(action, 1, Integer::sum);
  }

  Map<String, String> filtered() {
    return each(TOWN, town -> town[1] == null ? "nameless" : town[1]);
  }

  Map<String, String> joined(boolean inner) {
    return each(
        STREET,
        street -> {
          String[] town = find(TOWN, street[1]);
          return town == null ? (inner ? "nowhere" : "null") : "" + town[1];
        });
  }

  Map<String, String> chained() {
    return each(
        HOUSE,
        house -> {
          String[] street = find(STREET, house[1]);
          String[] town = street == null ? null : find(TOWN, street[1]);
          return town == null ? "null" : "" + town[1];
        });
  }

  Map<String, String> aggregated() {
    return each(STREET, street -> summary(house -> street[0].equals(house[1])));
  }

  Map<String, String> aggregatedOverJoin() {
    return each(
        TOWN,
        town ->
            summary(
                house -> {
                  String[] street = find(STREET, house[1]);
                  return "t".equals(house[3]) && street != null && town[0].equals(street[1]);
                }));
  }

  private String summary(Function<String[], Boolean> belongs) {
    List<Integer> heights = new ArrayList<>();
    int count = 0;
    int listed = 0;
    for (String[] house : rows.get(HOUSE).values()) {
      if (belongs.apply(house)) {
        count++;
        if (house[2] != null) {
          heights.add(Integer.valueOf(house[2]));
          listed += "t".equals(house[3]) ? 1 : 0;
        }
      }
    }
    if (count == 0) {
      return "null,null,0,null,null";
    }
    Integer highest = heights.stream().max(Integer::compare).orElse(null);
    Integer lowest = heights.stream().min(Integer::compare).orElse(null);
    Integer total = heights.stream().reduce(Integer::sum).orElse(null);
    return highest + "," + lowest + "," + count + "," + listed + "," + total;
  }

  private String[] find(Table table, String id) {
    return id == null ? null : rows.get(table).get(id);
  }

  private Map<String, String> each(Table table, Function<String[], String> value) {
    Map<String, String> all = new TreeMap<>();
    rows.get(table).forEach((id, row) -> all.put(id, value.apply(row)));
    return all;
  }
}
