package dev.everfill.base.definition.select;

import dev.everfill.base.definition.Expression;
import dev.everfill.base.definition.tree.Node;
import java.sql.SQLException;
import java.util.Optional;

/** What expressions can refer to at one place of the query. */
interface Scope {

  /** The input that this node is as a whole; empty if it has to be looked into. */
  Optional<Expression> input(Node.Struct node) throws SQLException;
}
