package dev.everfill.processor.operator;

import static dev.everfill.processor.operator.Examples.HOUSE;
import static dev.everfill.processor.operator.Examples.STREET;
import static dev.everfill.processor.operator.Examples.TOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Relation.JoinKind;
import dev.everfill.base.definition.Table;
import dev.everfill.base.event.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random changes, random delivery, several partitions: in the end every derived value is what the
 * naive evaluation says; each row was sent once behind its count; nothing was sent that changed
 * nothing; and every level came out behind everything that went in before it.
 */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("everfill.seeds", 60);

  static Stream<Arguments> fields() {
    return Stream.of(
        Arguments.of("filtered", Examples.filtered(), of(Model::filtered)),
        Arguments.of("left join", Examples.joined(JoinKind.LEFT), of(m -> m.joined(false))),
        Arguments.of("inner join", Examples.joined(JoinKind.INNER), of(m -> m.joined(true))),
        Arguments.of("chained", Examples.chained(), of(Model::chained)),
        Arguments.of("aggregated", Examples.aggregated(), of(Model::aggregated)),
        Arguments.of("over join", Examples.aggregatedOverJoin(), of(Model::aggregatedOverJoin)));
  }

  private static Function<Model, Map<String, String>> of(
      Function<Model, Map<String, String>> oracle) {
    return oracle;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fields")
  void endsAsTheNaiveEvaluationSays(
      String name, FieldDefinition field, Function<Model, Map<String, String>> oracle) {
    Map<Model.Action, Integer> happened = new HashMap<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      try {
        run(seed, field, oracle).happened.forEach((a, n) -> happened.merge(a, n, Integer::sum));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(name + " with seed " + seed, e);
      }
    }
    assertThat(happened).containsOnlyKeys(Model.Action.values());
  }

  private static Model run(
      int seed, FieldDefinition field, Function<Model, Map<String, String>> oracle) {
    Random random = new Random(seed);
    Simulation simulation = new Simulation(field, 1 + random.nextInt(3), random);
    Model model = new Model(random);
    List<Table> incomplete = new ArrayList<>(List.of(HOUSE, STREET, TOWN));
    Collections.shuffle(incomplete, random);
    changes(simulation, model, random, random.nextInt(120));
    for (Table table : incomplete) {
      simulation.send(table, Examples.level(table, 2));
      changes(simulation, model, random, random.nextInt(60));
    }
    changes(simulation, model, random, 150);
    Map<String, String> expected = oracle.apply(model);
    for (Table table : incomplete) {
      simulation.send(table, Examples.level(table, 9));
    }
    simulation.drain();
    assertThat(simulation.values()).isEqualTo(expected);
    simulation.derived().forEach(SimulationTest::assertOrderly);
    return model;
  }

  private static void changes(Simulation simulation, Model model, Random random, int count) {
    for (int i = 0; i < count; i++) {
      model.change(simulation);
      int steps = random.nextInt(8);
      for (int s = 0; s < steps; s++) {
        simulation.step();
      }
    }
  }

  /** Expect, so many rows, a level; then changes only; the last level at the very end. */
  private static void assertOrderly(List<Event> partition) {
    assertThat(partition.get(0)).isInstanceOf(Event.Expect.class);
    int rows = (int) ((Event.Expect) partition.get(0)).rows();
    Set<Object> keys = new HashSet<>();
    partition.subList(1, rows + 1).forEach(e -> keys.add(((Event.Upsert) e).key()));
    assertThat(keys).hasSize(rows);
    assertThat(partition.get(rows + 1)).isInstanceOf(Event.Level.class);
    assertThat(partition.get(partition.size() - 1)).isEqualTo(lastLevel(partition));
    Map<Object, Object> last = new HashMap<>();
    for (Event event : partition) {
      if (event instanceof Event.Upsert upsert) {
        assertThat(last.put(upsert.key(), upsert.columns())).isNotEqualTo(upsert.columns());
      } else if (event instanceof Event.Delete delete) {
        assertThat(last.remove(delete.key())).isNotNull();
      }
    }
  }

  private static Event lastLevel(List<Event> partition) {
    Event last = partition.get(partition.size() - 1);
    assertThat(last).isInstanceOf(Event.Level.class);
    assertThat(((Event.Level) last).level()).isEqualTo(9);
    return last;
  }
}
