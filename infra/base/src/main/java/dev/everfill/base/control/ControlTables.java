package dev.everfill.base.control;

import java.util.Objects;
import org.jooq.Name;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** The qualified, quoted names of a pipeline's control tables, for plain SQL templates. */
record ControlTables(String schema) {
  ControlTables {
    Objects.requireNonNull(schema, "schema");
  }

  Table<?> field() {
    return table("field");
  }

  Table<?> progress() {
    return table("progress");
  }

  Table<?> quarantine() {
    return table("quarantine");
  }

  Table<?> event() {
    return table("event");
  }

  Table<?> budget() {
    return table("budget");
  }

  Table<?> lease() {
    return table("lease");
  }

  Table<?> throttle() {
    return table("throttle");
  }

  Table<?> instance() {
    return table("instance");
  }

  Table<?> fieldRate() {
    return table("field_rate");
  }

  Table<?> resync() {
    return table("resync");
  }

  Table<?> status() {
    return table("status");
  }

  Name ready() {
    return DSL.quotedName(schema, "ready");
  }

  private Table<?> table(String name) {
    return DSL.table(DSL.quotedName(schema, name));
  }
}
