package dev.everfill.launcher.doctor;

import dev.everfill.base.error.Reason;
import dev.everfill.base.postgres.Sql;
import dev.everfill.producer.CaptureResources;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** The replication slot, and what bounds the log that it keeps. Stateless. */
final class Slot {
  private static final String SLOT = "slot";
  private static final String BOUND = "max_slot_wal_keep_size";
  private static final long MUCH = 1L << 30;
  private static final int SCARCE = 4;

  private Slot() {}

  /**
   * @param before whether the pipeline has run before
   */
  static List<Finding> look(Connection connection, String pipeline, boolean before) {
    long bound =
        Sql.on(connection)
            .fetchOne(
                "SELECT CASE WHEN setting::bigint < 0 THEN -1 ELSE setting::bigint * 1024 * 1024"
                    + " END FROM pg_catalog.pg_settings WHERE name = {0}",
                DSL.val(BOUND))
            .get(0, Long.class);
    List<Finding> found = new ArrayList<>();
    found.add(bound(bound));
    String name = new CaptureResources(pipeline).slot();
    Record slot =
        Sql.on(connection)
            .fetchOne(
                "SELECT active, wal_status, safe_wal_size,"
                    + " pg_catalog.pg_wal_lsn_diff(CASE WHEN pg_catalog.pg_is_in_recovery()"
                    + " THEN pg_catalog.pg_last_wal_replay_lsn()"
                    + " ELSE pg_catalog.pg_current_wal_insert_lsn() END, restart_lsn)::bigint"
                    + " AS retained FROM pg_catalog.pg_replication_slots WHERE slot_name = {0}",
                DSL.val(name));
    found.add(slot == null ? missing(name, before) : state(name, slot));
    return found;
  }

  private static Finding bound(long bound) {
    return bound >= 0
        ? Finding.ok(BOUND, Bytes.text(bound))
        : Finding.warn(
            BOUND,
            "nothing bounds the log that a slot keeps while the pipeline is stopped",
            "ALTER SYSTEM SET max_slot_wal_keep_size to what the disk can spare; beyond it the"
                + " slot is lost and everfill resync reads the tables again");
  }

  private static Finding missing(String name, boolean before) {
    return before
        ? Finding.fail(
            SLOT,
            Reason.SLOT_GAP,
            name + " is missing although the pipeline has run: changes may have been missed",
            "everfill resync reads the tables again")
        : Finding.ok(SLOT, name + " is created at the first start");
  }

  private static Finding state(String name, Record slot) {
    String status = slot.get("wal_status", String.class);
    if ("lost".equals(status)) {
      return Finding.fail(
          SLOT,
          Reason.SLOT_LOST,
          name + " is lost: PostgreSQL removed log that had not been read",
          "everfill resync reads the tables again; raise " + BOUND);
    }
    long retained = slot.get("retained", Long.class) == null ? 0 : slot.get("retained", Long.class);
    Long safe = slot.get("safe_wal_size", Long.class);
    boolean active = slot.get("active", Boolean.class);
    String message =
        name
            + (active ? " is in use, " : " is not in use, ")
            + status
            + ", keeps "
            + Bytes.text(retained)
            + " of log"
            + (safe == null ? "" : ", " + Bytes.text(safe) + " may still be written");
    boolean scarce = safe != null && safe < (safe + retained) / SCARCE;
    if (scarce || !"reserved".equals(status) && !"extended".equals(status)) {
      return Finding.warn(
          SLOT, message, "start the pipeline, or raise " + BOUND + ", before it is lost");
    }
    return retained < MUCH
        ? Finding.ok(SLOT, message)
        : Finding.warn(
            SLOT,
            message,
            active
                ? "look for a long open transaction in pg_stat_activity, or what capture waits for"
                    + " in everfill status"
                : "start the pipeline, or remove it with everfill destroy");
  }
}
