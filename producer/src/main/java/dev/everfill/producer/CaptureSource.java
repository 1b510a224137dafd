package dev.everfill.producer;

import dev.everfill.base.definition.TableName;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import dev.everfill.base.postgres.Reservations;
import dev.everfill.producer.publish.Progress;
import dev.everfill.producer.publish.TableProgress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Makes the source ready for a session: the publication, the slot, and that nobody else uses it.
 * Used by the stage's own thread.
 */
final class CaptureSource implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final long STANDBY_MILLIS = 500;
  private static final int ORIGIN_FILTER = 16;
  private static final String WRITTEN =
      "SELECT pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), '0/0')"
          + "::bigint::text";

  private final CaptureSettings settings;
  private final Reservations reservations;
  private final CaptureBoard board;
  private final CaptureResources resources;
  private final List<TableName> tables;
  private final Connection connection;
  private Map<TableName, PartitionSet> partitions = Map.of();

  CaptureSource(CaptureSettings settings, Reservations reservations, CaptureBoard board)
      throws SQLException {
    this.settings = settings;
    this.reservations = reservations;
    this.board = board;
    this.resources = new CaptureResources(settings.names().pipeline());
    this.tables = settings.tables().stream().map(t -> t.table().name()).toList();
    // Creating a slot may wait for ever: no socket timeout.
    this.connection = open("control");
  }

  private Connection open(String role) throws SQLException {
    return reservations.open(
        settings.source(), settings.names().pipeline() + " " + role, CONNECT, Duration.ZERO);
  }

  /** Whether own writes can be, and shall be, left out by their origin. */
  boolean skipsOrigins() throws SQLException {
    return settings.skipOwnWrites()
        && connection.getMetaData().getDatabaseMajorVersion() >= ORIGIN_FILTER;
  }

  /** What tells this server's data from another's: its system identifier and timeline. */
  String system() throws SQLException {
    return text(
        "SELECT system_identifier || '/' || ('x' || pg_catalog.substr(pg_catalog.pg_walfile_name("
            + "pg_catalog.pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int"
            + " FROM pg_catalog.pg_control_system()");
  }

  /**
   * @throws EverfillException if what was captured before cannot be continued here
   */
  void check(Progress before) throws SQLException {
    SourceSchema.check(connection, settings.tables());
    if (before.system().isPresent() && !isSame(before.system().get(), system())) {
      throw new EverfillException(
          Reason.SYSTEM_CHANGED,
          "this PostgreSQL is not the one that was captured before (system identifier and timeline "
              + system()
              + ", not "
              + before.system().get()
              + "); read the tables again (everfill resync)");
    }
    if (!before.isEmpty()) {
      checkSlot(before);
    }
    partitions = PartitionSet.read(connection, settings.tables());
    for (CapturedTable table : settings.tables()) {
      checkFit(table.table().name());
      TableProgress known = before.tables().get(table.table().name());
      if (known != null && table.computed()) {
        checkPartitions(known);
      }
    }
  }

  /** A version before this one did not know the timeline. */
  private static boolean isSame(String before, String now) {
    return now.equals(before) || now.startsWith(before + "/");
  }

  private void checkSlot(Progress before) throws SQLException {
    SlotLook look = SlotLook.of(connection, resources.slot());
    board.slot(look.view());
    if (look.missing()) {
      throw gap("is missing although the tables were read before");
    }
    look.checked();
    // What another process confirmed meanwhile, this one has not received.
    boolean ours = board.published(before) && board.received() > 0;
    if (ours && look.confirmed() > board.received()) {
      throw gap("was made anew: it begins behind what was read");
    }
    long written = Long.parseLong(text(WRITTEN));
    if (Math.max(before.level(), before.position()) > written) {
      throw gap("belongs to an older copy of the database: its log ends before what was read");
    }
  }

  private EverfillException gap(String how) {
    return new EverfillException(
        Reason.SLOT_GAP,
        "the replication slot "
            + resources.slot()
            + " "
            + how
            + "; changes were missed, so read the tables again (everfill resync)");
  }

  /**
   * @throws Overtaken if the time of this capture is over
   */
  void check(Fence fence) throws SQLException {
    if (!fence.open(connection)) {
      throw new Overtaken();
    }
  }

  private void checkFit(TableName table) {
    if (partitions.get(table).unfit()) {
      throw new EverfillException(
          Reason.SCHEMA_CHANGED,
          "a partition of "
              + table
              + " is a foreign table, is not logged, or has a replica identity that does not tell"
              + " the primary key, so that its changes would be missed; detach it, or make it like"
              + " the others, then start again");
    }
  }

  private void checkPartitions(TableProgress before) {
    PartitionSet now = partitions.get(before.table());
    if (now.since(before.partitions()) == PartitionSet.Change.SHRUNK) {
      throw new EverfillException(
          Reason.CHANGES_MISSED,
          "a partition of "
              + before.table()
              + " was detached, dropped, truncated or written anew (VACUUM FULL, CLUSTER): rows may"
              + " have gone without a change that tells of them; read the tables again (resync)");
    }
  }

  /** Of each table, as they were at the {@link #check}. */
  Map<TableName, PartitionSet> partitions() {
    return partitions;
  }

  /** Creates what is missing; says what it waits for. */
  void prepare() throws SQLException, InterruptedException {
    int pid = pid();
    try (SlotWait wait = new SlotWait(open("slot wait"), pid, board)) {
      wait.start();
      resources.create(connection, tables);
    } finally {
      board.waitingFor(null);
    }
    estimate();
    standBy();
  }

  /** One capture works, the others stand by until its slot is free. */
  private void standBy() throws SQLException, InterruptedException {
    String sql =
        "SELECT active_pid FROM pg_catalog.pg_replication_slots WHERE slot_name = ? AND active";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, resources.slot());
      while (true) {
        try (ResultSet result = statement.executeQuery()) {
          if (!result.next()) {
            board.waitingFor(null);
            // The one that worked may have lost it, and then it must not be made anew unnoticed.
            SlotLook.of(connection, resources.slot()).checked();
            return;
          }
          board.waitingFor(
              "the replication slot "
                  + resources.slot()
                  + " is in use by pid "
                  + result.getString(1)
                  + ": another capture of this pipeline works");
        }
        Thread.sleep(STANDBY_MILLIS);
      }
    }
  }

  /** Another session holds the slot. */
  boolean isTaken() throws SQLException {
    String sql = "SELECT 1 FROM pg_catalog.pg_replication_slots WHERE slot_name = ? AND active";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, resources.slot());
      try (ResultSet result = statement.executeQuery()) {
        return result.next();
      }
    }
  }

  private void estimate() throws SQLException {
    String sql =
        "SELECT CASE WHEN c.relkind = 'p' THEN (SELECT pg_catalog.sum(greatest(l.reltuples, 0))"
            + " FROM pg_catalog.pg_partition_tree(c.oid) t JOIN pg_catalog.pg_class l"
            + " ON l.oid = t.relid) ELSE c.reltuples END::bigint"
            + " FROM pg_catalog.pg_class c WHERE c.oid = ?::pg_catalog.oid";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (CapturedTable table : settings.tables()) {
        statement.setLong(1, table.table().oid());
        try (ResultSet result = statement.executeQuery()) {
          if (result.next()) {
            board.estimated(table.table().name(), result.getLong(1));
          }
        }
      }
    }
  }

  private int pid() throws SQLException {
    return Integer.parseInt(text("SELECT pg_catalog.pg_backend_pid()::text"));
  }

  private String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  /** Ends a wait of another thread too. */
  void abort() throws SQLException {
    connection.abort(Runnable::run);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
