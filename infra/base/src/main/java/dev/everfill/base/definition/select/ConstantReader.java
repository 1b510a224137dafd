package dev.everfill.base.definition.select;

import dev.everfill.base.definition.DataType;
import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.catalog.Catalog;
import dev.everfill.base.definition.tree.Node;
import java.sql.SQLException;

/** Reads constants. The guard compares what comes out with what PostgreSQL itself prints. */
final class ConstantReader {
  private ConstantReader() {}

  static Expression read(Catalog catalog, Node.Struct node) throws SQLException {
    DataType type = catalog.type(node.oid("consttype"), node.number("consttypmod"));
    if (node.flag("constisnull")) {
      return new Expression.Constant(type, null);
    }
    if (!(node.get("constvalue") instanceof Node.Datum bytes)) {
      throw new Refusal("a constant without a value");
    }
    return new Expression.Constant(type, text(type, Datum.of(bytes.hex())));
  }

  /** PostgreSQL's text form under the settings that all sessions here have: UTC, ISO. */
  private static String text(DataType type, Datum datum) {
    if (type.oid() == Datum.UNKNOWN) {
      return datum.cString();
    }
    String text = ScalarText.of(type.kind(), datum);
    if (text == null) {
      text =
          switch (type.kind()) {
            case NUMERIC -> NumericText.of(datum.body());
            case JSONB -> JsonbText.of(datum.body());
            case TEXT_ARRAY, VARCHAR_ARRAY -> ArrayText.of(DataType.Kind.TEXT, datum.body());
            case INTEGER_ARRAY -> ArrayText.of(DataType.Kind.INTEGER, datum.body());
            case BIGINT_ARRAY -> ArrayText.of(DataType.Kind.BIGINT, datum.body());
            default -> null;
          };
    }
    if (text == null) {
      throw new Refusal(
          "a constant of type " + type.name() + " is not supported",
          "constants can be boolean, integers, numeric, float, text, date, timestamp, interval,"
              + " uuid, jsonb, text[] and integer[]");
    }
    return text;
  }
}
