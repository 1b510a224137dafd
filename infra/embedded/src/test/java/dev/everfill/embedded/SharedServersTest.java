package dev.everfill.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestKafka;
import dev.everfill.embedded.testing.TestPostgres;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** The servers that other modules' tests rely on. */
class SharedServersTest {

  @Test
  void eachTestGetsADatabaseOfItsOwn() {
    TestDatabase one = TestPostgres.v18().database();
    TestDatabase other = TestPostgres.v18().database();
    one.execute("CREATE TABLE only_here (id int)", "INSERT INTO only_here VALUES (1), (NULL)");

    assertThat(one.query("SELECT id, 'a' FROM only_here ORDER BY id"))
        .containsExactly(List.of("1", "a"), Arrays.asList(null, "a"));
    assertThat(other.queryText("SELECT to_regclass('only_here')")).isNull();
    assertThat(one.queryText("SELECT version()")).startsWith("PostgreSQL 18");
  }

  @Test
  void theDatabaseIsAsEverfillNeedsIt() {
    TestDatabase database = TestPostgres.v18().database();

    assertThat(database.queryText("SHOW wal_level")).isEqualTo("logical");
    assertThat(database.queryText("SHOW fsync")).isEqualTo("on");
    assertThat(database.queryText("SHOW synchronous_commit")).isEqualTo("on");
    assertThat(database.queryText("SELECT lower('ÄÖÜ')")).isEqualTo("äöü");
  }

  @Test
  void aDatabaseMaySortByALanguage() {
    TestDatabase database =
        TestPostgres.v18()
            .database("TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en' LOCALE 'C'");
    String sorted = "SELECT string_agg(t, '' ORDER BY t) FROM (VALUES ('B'), ('a')) AS v (t)";

    assertThat(database.queryText(sorted)).isEqualTo("aB");
    assertThat(TestPostgres.v18().database().queryText(sorted)).isEqualTo("Ba");
  }

  @Test
  void theBrokerTakesTopics() throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", TestKafka.shared().bootstrapServers());
    try (Admin admin = Admin.create(settings)) {
      admin.createTopics(List.of(new NewTopic("shared-servers", 2, (short) 1))).all().get();
      assertThat(admin.listTopics().names().get()).contains("shared-servers");
    }
  }
}
