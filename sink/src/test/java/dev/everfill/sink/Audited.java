package dev.everfill.sink;

import static dev.everfill.sink.Events.row;

import dev.everfill.base.event.Event;
import java.util.ArrayList;
import java.util.List;

/** A table whose every write is noted in order: values may only grow, each written once. */
final class Audited {
  static final String TABLE =
      """
      CREATE TABLE items (id bigint PRIMARY KEY, v int, CHECK (v <> 666));
      INSERT INTO items SELECT generate_series(1, 200);
      CREATE TABLE audit (n bigserial, id bigint, old int, new int);
      CREATE FUNCTION audited() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO public.audit (id, old, new) VALUES (NEW.id, OLD.v, NEW.v); RETURN NEW; END $$;
      CREATE TRIGGER audited BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION audited();
      """;

  /** Writes that turned a row back, or wrote the same again. */
  static final String NOT_FORWARD = "SELECT count(*) FROM audit WHERE new <= old";

  private Audited() {}

  /** One version of the rows from … to. */
  static List<Event> versions(int version, int from, int to) {
    List<Event> events = new ArrayList<>();
    for (int id = from; id <= to; id++) {
      events.add(row(id, "v", String.valueOf(version)));
    }
    return events;
  }
}
