package dev.everfill.sink.postgres;

import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.QuarantineStore;
import dev.everfill.base.control.Quarantined;
import dev.everfill.base.event.Key;
import dev.everfill.base.postgres.SqlStates;
import dev.everfill.sink.coalesce.Outcome;
import dev.everfill.sink.coalesce.Part;
import dev.everfill.sink.coalesce.Pending;
import dev.everfill.sink.coalesce.Settled;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.jooq.exception.DataAccessException;

/**
 * Lets refused rows into the quarantine and others out, in the transaction of the batch. As long as
 * there is no refused row, it sends nothing to PostgreSQL.
 */
final class Ward {
  private final QuarantineStore store;

  Ward(String schema) {
    this.store = new QuarantineStore(schema);
  }

  /**
   * @param part of the batch
   * @param settled what became of its rows
   * @return by how many rows its partition's quarantine has grown, negative if it has shrunk
   */
  int admit(Connection open, FieldRef field, Part part, List<Settled> settled) throws SQLException {
    String topic = part.backlog().stored().topic();
    int partition = part.backlog().stored().partition();
    int left = 0;
    if (part.backlog().stored().quarantinedRows() > 0) {
      left = store.remove(open, topic, partition, better(settled));
    }
    List<Quarantined> refused =
        settled.stream()
            .filter(one -> one.outcome() == Outcome.QUARANTINED)
            .map(one -> quarantined(one.row()))
            .toList();
    return refused.isEmpty() ? -left : put(open, field, topic, partition, refused) - left;
  }

  /** Keys whose newest value is in their row now, or whose row is gone. */
  private static List<Key> better(List<Settled> settled) {
    return settled.stream()
        .filter(one -> one.outcome() != Outcome.QUARANTINED)
        .filter(one -> one.outcome() != Outcome.DEFERRED)
        .map(one -> one.row().key())
        .toList();
  }

  private static Quarantined quarantined(Pending row) {
    return new Quarantined(
        row.offset(), row.key(), row.columns(), row.refusal().sqlState(), row.refusal().message());
  }

  /** Values that PostgreSQL cannot even hold as JSON are left out. */
  private int put(
      Connection open, FieldRef field, String topic, int partition, List<Quarantined> rows)
      throws SQLException {
    Savepoint before = open.setSavepoint();
    try {
      return store.put(open, field, topic, partition, rows, true);
    } catch (DataAccessException refused) {
      if (!SqlStates.refusesData(SqlStates.of(refused))) {
        throw refused;
      }
      open.rollback(before);
      return store.put(open, field, topic, partition, rows, false);
    }
  }
}
