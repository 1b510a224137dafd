package dev.everfill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.embedded.testing.TestKafka;
import dev.everfill.embedded.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partitions, generated columns, triggers and large values, through all stages. */
class TargetsIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final String SCHEMA =
      """
      CREATE TABLE meter (region int, id int, touched int NOT NULL DEFAULT 0, total bigint,
        PRIMARY KEY (region, id)) PARTITION BY LIST (region);
      CREATE TABLE meter_1 PARTITION OF meter FOR VALUES IN (1);
      CREATE TABLE meter_2 PARTITION OF meter FOR VALUES IN (2);
      CREATE TABLE sample (region int, id int, meter int, amount int,
        doubled int GENERATED ALWAYS AS (amount * 2) STORED, PRIMARY KEY (region, id))
        PARTITION BY LIST (region);
      CREATE TABLE sample_1 PARTITION OF sample FOR VALUES IN (1);
      CREATE TABLE sample_2 PARTITION OF sample FOR VALUES IN (2);
      CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN new.touched = old.touched + 1; RETURN new; END';
      CREATE TRIGGER touch BEFORE UPDATE ON meter FOR EACH ROW EXECUTE FUNCTION touch();
      INSERT INTO meter SELECT i % 2 + 1, i FROM generate_series(1, 40) i;
      INSERT INTO sample SELECT i % 2 + 1, i, i % 20, i FROM generate_series(1, 400) i;
      CREATE TABLE letter (id int PRIMARY KEY, body text);
      CREATE TABLE paper (id int PRIMARY KEY, body text);
      INSERT INTO paper VALUES (1), (2);
      INSERT INTO letter SELECT 1, string_agg(md5(i::text), '') FROM generate_series(1, 320000) i;
      """;

  private static final String CHANGES =
      """
      INSERT INTO sample VALUES (1, 1000, 4, 7);
      UPDATE sample SET amount = amount + 1 WHERE id < 30;
      UPDATE sample SET region = 3 - region WHERE id BETWEEN 30 AND 40;
      UPDATE meter SET region = 2 WHERE region = 1 AND id = 4;
      CREATE TABLE meter_3 PARTITION OF meter FOR VALUES IN (3);
      CREATE TABLE sample_3 PARTITION OF sample FOR VALUES IN (3);
      INSERT INTO meter VALUES (3, 5);
      INSERT INTO sample VALUES (3, 5, 5, 50);
      DROP TABLE meter_1;
      INSERT INTO letter SELECT 2, string_agg(md5(i::text || 'x'), '')
        FROM generate_series(1, 320000) i;
      """;

  private static final String FIELDS =
      """
      fields:
        - target: meter
          select: >-
            SELECT region, meter AS id, sum(doubled) AS total FROM sample GROUP BY region, meter
        - target: paper
          select: SELECT id, body FROM letter
      """;

  private static final String DIFFERENCES =
      """
      WITH wanted AS (
        SELECT m.region, m.id, s.total FROM meter m LEFT JOIN (SELECT region, meter AS id,
          sum(doubled) AS total FROM sample GROUP BY region, meter) s USING (region, id))
      SELECT count(*) FROM (
        (TABLE wanted EXCEPT SELECT region, id, total FROM meter)
        UNION ALL (SELECT region, id, total FROM meter EXCEPT TABLE wanted)) d
      """;

  @TempDir Path folder;

  @Test
  void areFilledAndFollowed() throws Exception {
    String kafka = TestKafka.shared().bootstrapServers();
    try (Scenario scenario = new Scenario(TestPostgres.v18().database(), folder, kafka)) {
      scenario.execute(SCHEMA);
      Path config = scenario.configure("data", "", FIELDS);
      EverfillProcess process = scenario.run("run", "-c", config.toString());
      scenario.awaitLive(process, LIMIT);
      assertRight(scenario);
      assertThat(scenario.number("SELECT max(touched) FROM meter")).isEqualTo(1);

      for (String change : CHANGES.split(";\n")) {
        scenario.execute(change);
      }
      scenario.awaitEverythingWritten(process, LIMIT);
      Scenario.await("the new partition", LIMIT, process, () -> differences(scenario) == 0);
      assertRight(scenario);
      assertThat(scenario.number("SELECT count(*) FROM meter WHERE region = 3 AND total = 100"))
          .isEqualTo(1);
    }
  }

  private static void assertRight(Scenario scenario) throws Exception {
    assertThat(differences(scenario)).isZero();
    assertThat(
            scenario.number(
                "SELECT count(*) FROM paper p LEFT JOIN letter l USING (id)"
                    + " WHERE p.body IS DISTINCT FROM l.body"))
        .isZero();
  }

  private static long differences(Scenario scenario) {
    return scenario.quietNumber(DIFFERENCES);
  }
}
