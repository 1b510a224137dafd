package dev.everfill.processor.operator;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.Relation.AggregateCall;
import dev.everfill.base.definition.Relation.JoinKind;
import dev.everfill.base.definition.Table;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.event.Event;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Fields over three small tables: houses belong to streets, streets to towns. */
public final class Examples {
  public static final DataType INTEGER = new DataType(23, "integer", -1);
  public static final DataType BIGINT = new DataType(20, "bigint", -1);
  public static final DataType TEXT = new DataType(25, "text", -1);
  public static final DataType BOOLEAN = new DataType(16, "boolean", -1);

  public static final Table TOWN =
      table("town", 1, column("id", INTEGER), column("name", TEXT), column("value", TEXT));
  public static final Table STREET =
      table("street", 1, column("id", INTEGER), column("town_id", INTEGER), column("name", TEXT));
  public static final Table HOUSE =
      table(
          "house",
          1,
          column("id", INTEGER),
          column("street_id", INTEGER),
          column("height", INTEGER),
          column("listed", BOOLEAN));

  private Examples() {}

  /** {@code SELECT id, name AS value FROM town WHERE name IS NOT NULL}. */
  public static FieldDefinition filtered() {
    Relation.Scan scan = scan(TOWN, "id", "name");
    Relation filter =
        new Relation.Filter(scan, new Expression.NullTest(input(scan, 1), true, BOOLEAN));
    return field(
        TOWN,
        List.of(column("value", TEXT)),
        new Relation.Project(filter, outputs(input(scan, 0), input(scan, 1))),
        Map.of("value", "nameless"));
  }

  /** {@code SELECT s.id, t.name AS value FROM street s JOIN town t ON t.id = s.town_id}. */
  public static FieldDefinition joined(JoinKind kind) {
    Relation.Join join =
        new Relation.Join(
            kind, scan(STREET, "id", "town_id"), scan(TOWN, "id", "name"), List.of(1));
    return field(
        STREET,
        List.of(column("value", TEXT)),
        new Relation.Project(join, outputs(input(join, 0), input(join, 3))),
        Map.of("value", "nowhere"));
  }

  /** House to street to town: the town's name, LEFT all the way. */
  public static FieldDefinition chained() {
    Relation.Join streets =
        new Relation.Join(
            JoinKind.LEFT,
            scan(HOUSE, "id", "street_id"),
            scan(STREET, "id", "town_id"),
            List.of(1));
    Relation.Join towns =
        new Relation.Join(JoinKind.LEFT, streets, scan(TOWN, "id", "name"), List.of(3));
    return field(
        HOUSE,
        List.of(column("value", TEXT)),
        new Relation.Project(towns, outputs(input(towns, 0), input(towns, 5))),
        Map.of());
  }

  /**
   * {@code SELECT street_id AS id, max(height), min(height), count(*), count(height) FILTER (WHERE
   * listed), sum(height) FROM house GROUP BY street_id}.
   */
  public static FieldDefinition aggregated() {
    Relation.Scan scan = scan(HOUSE, "id", "street_id", "height", "listed");
    return field(
        STREET, VALUES, grouped(scan, input(scan, 1), input(scan, 2), input(scan, 3)), NONE);
  }

  /** The same per town, over an INNER join with the street, listed houses only. */
  public static FieldDefinition aggregatedOverJoin() {
    Relation.Join join =
        new Relation.Join(
            JoinKind.INNER,
            scan(HOUSE, "id", "street_id", "height", "listed"),
            scan(STREET, "id", "town_id"),
            List.of(1));
    Relation filter = new Relation.Filter(join, input(join, 3));
    return field(
        TOWN, VALUES, grouped(filter, input(join, 5), input(join, 2), input(join, 3)), NONE);
  }

  private static final List<Column> VALUES =
      List.of(
          column("highest", INTEGER),
          column("lowest", INTEGER),
          column("houses", BIGINT),
          column("listed", BIGINT),
          column("total", BIGINT));
  private static final Map<String, String> NONE = Map.of("houses", "0");

  private static Relation.Project grouped(
      Relation input, Expression key, Expression height, Expression listed) {
    List<AggregateCall> calls =
        List.of(
            new AggregateCall("max(integer)", "max", height, null, INTEGER, 0),
            new AggregateCall("min(integer)", "min", height, null, INTEGER, 0),
            new AggregateCall("count()", "count", null, null, BIGINT, 0),
            new AggregateCall("count(\"any\")", "count", height, listed, BIGINT, 0),
            new AggregateCall("sum(integer)", "sum", height, null, BIGINT, 0));
    List<Column> columns = new java.util.ArrayList<>(List.of(column("id", key.type())));
    columns.addAll(VALUES);
    Relation.Aggregate aggregate = new Relation.Aggregate(input, List.of(key), calls, columns);
    List<Relation.Output> outputs = new java.util.ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      outputs.add(new Relation.Output(columns.get(i).name(), input(aggregate, i)));
    }
    return new Relation.Project(aggregate, outputs);
  }

  private static List<Relation.Output> outputs(Expression id, Expression value) {
    return List.of(new Relation.Output("id", id), new Relation.Output("value", value));
  }

  private static FieldDefinition field(
      Table target, List<Column> values, Relation.Project plan, Map<String, String> otherwise) {
    String name = target.name().table() + "." + values.get(0).name();
    return new FieldDefinition(name, target, values, "SELECT …", plan, otherwise, 1);
  }

  /** What capture sends for a table of which it captures all columns. */
  public static Event.Level level(Table table, long level) {
    return new Event.Level(
        level, 0, table.columns().stream().map(Column::name).collect(Collectors.toSet()));
  }

  private static Column column(String name, DataType type) {
    return new Column(name, type);
  }

  private static Table table(String name, int keyColumns, Column... columns) {
    List<Column> all = List.of(columns);
    return new Table(new TableName("public", name), 1, all, all.subList(0, keyColumns));
  }

  private static Relation.Scan scan(Table table, String... columns) {
    List<String> wanted = List.of(columns);
    return new Relation.Scan(
        table,
        table.name().table(),
        table.columns().stream().filter(c -> wanted.contains(c.name())).toList());
  }

  private static Expression input(Relation relation, int index) {
    return new Expression.Input(index, relation.columns().get(index).type());
  }
}
