package dev.everfill.sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.everfill.base.control.ControlSchema;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.postgres.Database;
import dev.everfill.base.postgres.PoolSettings;
import dev.everfill.base.postgres.PostgresSettings;
import dev.everfill.base.postgres.Session;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import dev.everfill.sink.pace.Division;
import dev.everfill.sink.pace.Pace;
import dev.everfill.sink.pace.Readings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Instances that share a budget in a real database. */
class LeasesIT {
  private static final FieldRef FIELD = new FieldRef("t.v", 1);
  private static final String SCHEMA = "everfill";

  private final List<Connection> opened = new ArrayList<>();
  private TestDatabase db;

  static Stream<TestPostgres> servers() {
    return Stream.concat(Stream.of(TestPostgres.v18()), TestPostgres.v15().stream());
  }

  private final class Instance {
    final Pace pace = new Pace(OptionalLong.of(1000), Readings.NONE);
    final AtomicLong skipped = new AtomicLong();
    final Leases leases;
    final Connection connection;

    Instance(String name) throws SQLException {
      leases = new Leases(SCHEMA, name, pace, this::now);
      connection = open();
    }

    long now() {
      return System.nanoTime() + skipped.get();
    }

    /** Wants all it can get, and looks. */
    boolean renew() throws SQLException {
      int rows = pace.permitted(FIELD, true, 5_000, now());
      pace.wrote(FIELD, true, rows, 1, 0, now());
      return leases.renew(connection);
    }

    long held() {
      return db.queryLong(
          "SELECT COALESCE(sum(held), 0) FROM everfill.lease WHERE instance = '" + name() + "'");
    }

    private String name() {
      return this == first ? "first" : "second";
    }
  }

  private Instance first;
  private Instance second;

  private void start(TestPostgres server) throws SQLException {
    db = server.database();
    PostgresSettings settings = new PostgresSettings(db.url(), db.user(), db.password());
    PoolSettings pool = new PoolSettings(2, Duration.ofSeconds(10), Duration.ofSeconds(5));
    try (Database database = new Database(settings, pool, "test")) {
      new ControlSchema(database, SCHEMA).migrate();
    }
    first = new Instance("first");
    second = new Instance("second");
  }

  private Connection open() throws SQLException {
    PostgresSettings settings = new PostgresSettings(db.url(), db.user(), db.password());
    Connection connection =
        Session.open(settings, "pace", Duration.ofSeconds(5), Duration.ofSeconds(30));
    connection.setAutoCommit(false);
    opened.add(connection);
    return connection;
  }

  @AfterEach
  void close() throws SQLException {
    for (Connection connection : opened) {
      connection.close();
    }
  }

  private long sum() {
    return db.queryLong("SELECT COALESCE(sum(held), 0) FROM everfill.lease");
  }

  @ParameterizedTest
  @MethodSource("servers")
  void oneHasAllAndTwoComeToHalfEachWithoutEverHavingMore(TestPostgres server) throws Exception {
    start(server);
    first.renew();
    assertThat(first.held()).isEqualTo(1000);
    await()
        .atMost(Duration.ofMinutes(1))
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              first.renew();
              assertThat(sum()).isLessThanOrEqualTo(1000);
              second.renew();
              assertThat(sum()).isLessThanOrEqualTo(1000);
              return first.held() == 500 && second.held() == 500;
            });
    second.leases.release(second.connection);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              first.renew();
              assertThat(sum()).isLessThanOrEqualTo(1000);
              return first.held() == 1000;
            });
    assertThat(db.queryLong("SELECT count(*) FROM everfill.lease")).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void theLeaseOfOneThatIsGoneEndsByEachClockAlone(TestPostgres server) throws Exception {
    start(server);
    first.renew();
    second.renew();
    assertThat(second.held()).isZero();
    // Nobody renews it any more, and the server's clock stands still for it.
    db.execute("UPDATE everfill.lease SET expires_at = 'infinity' WHERE instance = 'first'");
    second.renew();
    assertThat(second.held()).isZero();
    second.skipped.addAndGet(Division.LIFE.toNanos());
    second.renew();
    assertThat(second.held()).isEqualTo(1000);
    // The first has been away for as long: what it had is over by its own clock.
    first.skipped.addAndGet(Division.USE.toNanos());
    assertThat(first.pace.permitted(FIELD, true, 1, first.now())).isZero();
    first.renew();
    assertThat(sum()).isLessThanOrEqualTo(1000);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aServersClockThatJumpsTakesNoLeaseFromALivingInstance(TestPostgres server) throws Exception {
    start(server);
    first.renew();
    second.renew();
    first.renew();
    second.renew();
    db.execute("UPDATE everfill.lease SET expires_at = '-infinity' WHERE instance = 'first'");
    second.renew();
    assertThat(sum()).isLessThanOrEqualTo(1000);
    assertThat(db.queryLong("SELECT count(*) FROM everfill.lease")).isEqualTo(2);
  }
}
