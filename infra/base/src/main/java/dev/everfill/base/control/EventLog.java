package dev.everfill.base.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/** What happened to the fields, in the caller's transaction. Safe for all threads. */
public final class EventLog {
  private final ControlTables tables;

  /**
   * @param schema the control schema
   */
  public EventLog(String schema) {
    this.tables = new ControlTables(schema);
  }

  /**
   * Adds an event.
   *
   * @param actor the stage, command or person
   * @param field null for the pipeline itself
   * @param kind a word
   * @param detail a JSON object; never a row's values or a secret
   */
  public void add(Connection connection, String actor, String field, String kind, String detail) {
    Sql.on(connection)
        .execute(
            "INSERT INTO {0} (actor, field, kind, detail) VALUES ({1}, {2}, {3}, {4})",
            tables.event(),
            DSL.val(actor),
            DSL.val(field, String.class),
            DSL.val(kind),
            DSL.val(JSONB.valueOf(detail)));
  }

  static String why(String reason, String message) {
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    if (reason != null) {
      detail.put("reason", reason);
    }
    if (message != null) {
      detail.put("message", message);
    }
    return detail.toString();
  }
}
