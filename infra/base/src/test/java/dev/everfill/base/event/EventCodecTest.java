package dev.everfill.base.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EventCodecTest {
  private static final String AGAIN = "{\"marker\":\"again\"}";
  private static final String LEVEL = "{\"marker\":\"level\",\"source\":0}";
  private static final List<Event> GOLDEN =
      List.of(
          new Event.Upsert(
              Key.of("17"), columns("id", "17", "last_seen", "2026-11-21 10:00:00.123456+00")),
          new Event.Upsert(Key.of("17"), columns("id", "17", "last_seen", null)),
          new Event.Delete(Key.of("17")),
          new Event.Upsert(Key.of("a", "b \"c\" \\ d", "é€😀"), columns("t", "line\nbreak\ttab")),
          new Event.Upsert(Key.of(null, "x"), Map.of()),
          new Event.Truncate(123),
          new Event.Level(Long.MAX_VALUE, 3),
          new Event.Expect(71_000),
          new Event.Level(123, 0, Set.of("seen_at", "id")),
          new Event.Again("t.last seen", List.of(Key.of("17"), Key.of("a", "b \"c\""))),
          new Event.Again("t.c", List.of()));

  @Test
  void writesAndReadsTheGoldenRecords() throws IOException {
    List<String> lines = goldenLines();
    assertThat(lines).hasSameSizeAs(GOLDEN);
    for (int i = 0; i < lines.size(); i++) {
      EventCodec.Encoded encoded = EventCodec.encode(GOLDEN.get(i));
      assertThat(line(encoded)).isEqualTo(lines.get(i));
      assertThat(EventCodec.decode(encoded.key(), encoded.value())).isEqualTo(GOLDEN.get(i));
    }
  }

  @Test
  void readsBackWhateverItWrites() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      Map<String, String> columns = new LinkedHashMap<>();
      int width = random.nextInt(4);
      for (int c = 0; c < width; c++) {
        columns.put(text(random), random.nextInt(4) == 0 ? null : text(random));
      }
      Event event = new Event.Upsert(Key.of(text(random), text(random)), columns);
      EventCodec.Encoded encoded = EventCodec.encode(event);
      assertThat(EventCodec.decode(encoded.key(), encoded.value()))
          .as("seed %d", seed)
          .isEqualTo(event);
    }
  }

  @Test
  void readsBackWhateverColumnsALevelNames() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      Set<String> columns = new TreeSet<>();
      int width = random.nextInt(5);
      for (int c = 0; c < width; c++) {
        columns.add(text(random));
      }
      Event event = new Event.Level(1 + random.nextInt(1_000), random.nextInt(9), columns);
      EventCodec.Encoded encoded = EventCodec.encode(event);
      assertThat(EventCodec.decode(encoded.key(), encoded.value()))
          .as("seed %d", seed)
          .isEqualTo(event);
    }
  }

  @Test
  void aLevelVouchesForTheColumnsItNamesOnly() {
    Event.Level level = new Event.Level(1, 0, Set.of("id", "seen_at"));
    assertThat(level.vouchesFor(List.of("id"))).isTrue();
    assertThat(level.vouchesFor(List.of("seen_at", "id"))).isTrue();
    assertThat(level.vouchesFor(List.of("id", "name"))).isFalse();
    assertThat(new Event.Level(1, 0).vouchesFor(List.of())).isFalse();
  }

  @Test
  void refusesWhatIsNotItsOwn() {
    for (String[] poison :
        new String[][] {
          {"", "{}"},
          {"17", "{}"},
          {"[\"17\"]", "[]"},
          {"[\"17\"]", "{\"a\":{}}"},
          {"[\"17\"", "{}"},
          {"[\"17\"]", "{\"a\":"},
          {"{\"marker\":\"level\"}", "{\"level\":1}"},
          {LEVEL, "{\"columns\":[\"id\"]}"},
          {LEVEL, "{\"level\":1,\"columns\":[]}"},
          {LEVEL, "{\"level\":1,\"columns\":null}"},
          {LEVEL, "{\"level\":1,\"columns\":\"id\"}"},
          {LEVEL, "{\"level\":1,\"columns\":[null]}"},
          {LEVEL, "{\"level\":1,\"columns\":[1]}"},
          {LEVEL, "{\"level\":1,\"columns\":[\"id\",\"id\"]}"},
          {LEVEL, "{\"level\":1,\"columns\":[\"id\"}"},
          {LEVEL, "{\"level\":[1],\"columns\":[\"id\"]}"},
          {"{\"marker\":\"gift\"}", "{}"},
          {AGAIN, "{}"},
          {AGAIN, "{\"field\":\"t.c\"}"},
          {AGAIN, "{\"field\":null,\"keys\":[]}"},
          {AGAIN, "{\"field\":\"t.c\",\"keys\":[\"17\"]}"},
          {AGAIN, "{\"field\":\"t.c\",\"keys\":{}}"},
          {AGAIN, "{\"field\":\"t.c\",\"keys\":[[\"17\"]"},
          {AGAIN, "{\"field\":\"t.c\",\"keys\":[],\"value\":\"1\"}"},
          {"{\"marker\":\"expect\"}", "{\"rows\":\"many\"}"}
        }) {
      assertThatThrownBy(() -> EventCodec.decode(bytes(poison[0]), bytes(poison[1])))
          .as(Arrays.toString(poison))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> EventCodec.decode(null, bytes("{}")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String text(Random random) {
    int length = random.nextInt(12);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int point = random.nextInt(3) == 0 ? 1 + random.nextInt(0x10ffff) : 32 + random.nextInt(95);
      text.appendCodePoint(Character.getType(point) == Character.SURROGATE ? 'x' : point);
    }
    return text.toString();
  }

  private static String line(EventCodec.Encoded encoded) {
    String value =
        encoded.value() == null ? "" : " " + new String(encoded.value(), StandardCharsets.UTF_8);
    return new String(encoded.key(), StandardCharsets.UTF_8) + " |" + value;
  }

  private static List<String> goldenLines() throws IOException {
    try (InputStream in = EventCodecTest.class.getResourceAsStream("/golden/events.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(l -> !l.startsWith("#")).toList();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> columns(String... pairs) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      columns.put(pairs[i], pairs[i + 1]);
    }
    return columns;
  }
}
