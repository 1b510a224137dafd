package dev.everfill.base.definition;

import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import java.util.ArrayList;
import java.util.List;

/** One database with {@link ExampleSchema} on each version that can run here, for all tests. */
final class ExampleDatabases {
  private static final List<TestDatabase> ALL = create();

  private ExampleDatabases() {}

  static List<TestDatabase> all() {
    return ALL;
  }

  /** On the newest version. */
  static TestDatabase newest() {
    return ALL.get(0);
  }

  private static List<TestDatabase> create() {
    List<TestPostgres> servers = new ArrayList<>();
    servers.add(TestPostgres.v18());
    servers.add(TestPostgres.v17());
    TestPostgres.v15().ifPresent(servers::add);
    return servers.stream()
        .map(
            server -> {
              TestDatabase database = server.database();
              database.execute(ExampleSchema.SQL);
              return database;
            })
        .toList();
  }
}
