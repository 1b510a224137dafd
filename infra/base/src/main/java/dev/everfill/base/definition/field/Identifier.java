package dev.everfill.base.definition.field;

import dev.everfill.base.definition.TableName;

/** Names as they stand in SQL that people are told to run: quoted only where they must be. */
final class Identifier {
  private Identifier() {}

  static String of(String name) {
    return name.matches("[a-z_][a-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  static String of(TableName name) {
    return of(name.schema()) + "." + of(name.table());
  }
}
