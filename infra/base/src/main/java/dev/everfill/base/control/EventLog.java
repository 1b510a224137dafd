package dev.everfill.base.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.everfill.base.postgres.Sql;
import dev.everfill.base.status.EventView;
import java.sql.Connection;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jooq.JSONB;
import org.jooq.Record;
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

  /**
   * The newest events, oldest first.
   *
   * @param afterId only those after it
   * @param limit ≥ 1
   */
  public List<EventView> read(Connection connection, long afterId, int limit) {
    List<EventView> newest =
        new ArrayList<>(
            Sql.on(connection)
                .fetch(
                    "SELECT id, at, actor, field, kind, detail FROM {0} WHERE id > {1}"
                        + " ORDER BY id DESC LIMIT {2}",
                    tables.event(), DSL.val(afterId), DSL.val(limit))
                .map(EventLog::view));
    Collections.reverse(newest);
    return newest;
  }

  private static EventView view(Record row) {
    return new EventView(
        row.get("id", Long.class),
        row.get("at", OffsetDateTime.class).toInstant(),
        row.get("actor", String.class),
        row.get("field", String.class),
        row.get("kind", String.class),
        row.get("detail", JSONB.class).data());
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
