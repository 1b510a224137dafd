package dev.everfill.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.event.Key;
import dev.everfill.embedded.testing.TestPostgres;
import dev.everfill.embedded.testing.Tool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A row looks the same whether it was read or delivered, whatever its type. */
class CaptureTextIT {
  private static final String[] DDL = {
    "CREATE TYPE mood AS ENUM ('sad', 'it''s \"ok\"', 'happy, \\ very')",
    "CREATE DOMAIN positive AS numeric(20,4) CHECK (VALUE > 0)",
    "CREATE TYPE pair AS (a int, b text)",
    """
    CREATE TABLE nasty (id int PRIMARY KEY,
      bo boolean NOT NULL DEFAULT false, i2 smallint NOT NULL DEFAULT 7, i8 bigint DEFAULT 9,
      nu numeric, n2 numeric(30,10), f4 real, f8 double precision DEFAULT 1.5, mo money,
      te text NOT NULL DEFAULT 'x''y', vc varchar(40), c5 char(5), ch "char", na name,
      by bytea, ts timestamp, tz timestamptz NOT NULL DEFAULT now(), da date, ti time, tt timetz,
      iv interval, uu uuid, js json, jb jsonb, xm xml, bi bit(5), bv bit varying, ip inet, ci cidr,
      ma macaddr, po point, bx box, tv tsvector, r4 int4range, rz tstzrange, oi oid, re regclass,
      en mood, dm positive, pr pair, ia int[], ta text[], na2 numeric[], tza timestamptz[],
      ea mood[], ba bytea[], ja jsonb[], ii int[][], "We, ird.""C" text DEFAULT 'd')
    """
  };

  /** One row of expressions per case; columns that a case does not name are NULL or default. */
  private static final List<Map<String, String>> CASES =
      List.of(
          Map.of("te", "''", "bo", "true"),
          values(
              "i2 -32768",
              "i8 -9223372036854775808",
              "nu 'NaN'",
              "n2 0.0000000001",
              "f4 'NaN'",
              "f8 '-Infinity'",
              "mo '-1234.56'",
              "te E'tab\\tnl\\nback\\\\slash\\r\\b\\f\\v N \\\\N'",
              "vc E'\\u00e4\\U0001F600'",
              "c5 'ab'",
              "ch 'q'",
              "na 'name'",
              "by '\\x00ff5c0a'",
              "ts 'infinity'",
              "tz '-infinity'",
              "da 'infinity'",
              "ti '24:00:00'",
              "tt '23:59:59.999999+05:30'",
              "iv '-1 year 2 mons -3 days 04:05:06.7'",
              "uu 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
              "js '{ \"a\" :  1, \"a\": 2}'",
              "jb '{\"b\": [1.50, null, \"\\u00e4\\n\"], \"a\": {}}'",
              "xm '<a>&lt;</a>'",
              "bi B'10101'",
              "bv B'1'",
              "ip '10.1.2.3/8'",
              "ci '10.0.0.0/8'",
              "ma '08:00:2b:01:02:03'",
              "po '(1.5,-2)'",
              "bx '(1,2),(3,4)'",
              "tv 'a:1 b:2A ''it''''s'''",
              "r4 '[1,5)'",
              "rz '[2020-01-01 00:00+02,)'",
              "oi 4294967295",
              "re 'pg_class'",
              "en 'happy, \\ very'",
              "dm 1.5000",
              "pr ROW(1, 'x, \"y\" \\')",
              "ia '{1,NULL,3}'",
              "ta ARRAY['a,b', 'c\"d', NULL, 'NULL', '', E'x\\ny\\\\z']",
              "na2 '{1.10,NaN}'",
              "tza ARRAY['2020-03-29 02:30:00.000001+02'::timestamptz, 'infinity']",
              "ea ARRAY['sad','it''s \"ok\"']::mood[]",
              "ba ARRAY['\\x00'::bytea]",
              "ja ARRAY['{\"a\":\"b\"}'::jsonb]",
              "ii '[0:1][2:3]={{1,2},{3,4}}'"),
          values(
              "nu '-12345678901234567890123456789.0123456789012345678901234567890'",
              "n2 -0.5",
              "f4 1.1754944e-38",
              "f8 0.1::float8 + 0.2",
              "ts '0044-03-15 12:00:00.000001 BC'",
              "tz '0001-12-31 23:59:59.5 BC'",
              "da '4713-01-01 BC'",
              "iv 'P1Y2M3DT4H5M6.789S'",
              "ti '00:00:00.1'",
              "tt '00:00-15:59'",
              "by ''",
              "js '[]'",
              "jb '1.0000'",
              "ia '{}'",
              "ta '{}'",
              "c5 ''",
              "te '__debezium_unavailable_value'",
              "f8 1e300"),
          values(
              "nu 'Infinity'",
              "f4 -0.0",
              "f8 -0.0",
              "ts '294276-12-31 23:59:59.999999'",
              "tz '2024-02-29 12:00:00.123456-08'",
              "da '5874897-12-31'",
              "iv '0'",
              "mo '92233720368547758.07'",
              "te 'null'",
              "jb 'null'",
              "js '\"x\"'",
              "r4 'empty'",
              "vc ' lead and trail '",
              "f4 3.4028235e38"));

  private static Map<String, String> values(String... pairs) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String pair : pairs) {
      int space = pair.indexOf(' ');
      all.put(pair.substring(0, space), pair.substring(space + 1));
    }
    return all;
  }

  @Test
  void readAndDeliveredValuesAreTheSameBytesOnPostgres18() throws Exception {
    check(TestPostgres.v18());
  }

  @Test
  void readAndDeliveredValuesAreTheSameBytesOnPostgres15() throws Exception {
    Tool.needed(TestPostgres.isInstalled15(), "PostgreSQL 15");
    check(TestPostgres.v15().orElseThrow());
  }

  private static void check(TestPostgres postgres) throws Exception {
    try (Pipeline pipeline = Pipeline.on(postgres, DDL)) {
      insert(pipeline, 0);
      CapturedTable table = pipeline.table("nasty");
      try (Capture capture = pipeline.start(2, table)) {
        pipeline.awaitComplete(capture);
        insert(pipeline, 100);
        Map<Key, Map<String, String>> rows = pipeline.awaitLevel(capture, table).rows();
        assertThat(rows).isEqualTo(pipeline.truth(table)).hasSize(2 * CASES.size());
        for (int i = 0; i < CASES.size(); i++) {
          assertThat(row(rows, 100 + i)).isEqualTo(row(rows, i));
        }
      }
    }
  }

  private static Map<String, String> row(Map<Key, Map<String, String>> rows, int id) {
    Map<String, String> row = new TreeMap<>();
    rows.get(Key.of(String.valueOf(id))).forEach((k, v) -> row.put(k, String.valueOf(v)));
    row.remove("id");
    return row;
  }

  private static void insert(Pipeline pipeline, int offset) {
    for (int i = 0; i < CASES.size(); i++) {
      Map<String, String> row = new LinkedHashMap<>(CASES.get(i));
      row.putIfAbsent("tz", "'2021-01-01 00:00:00+00'");
      pipeline
          .database()
          .execute(
              "INSERT INTO nasty (id, "
                  + String.join(", ", row.keySet())
                  + ") VALUES ("
                  + (offset + i)
                  + ", "
                  + String.join(", ", row.values())
                  + ")");
    }
  }
}
