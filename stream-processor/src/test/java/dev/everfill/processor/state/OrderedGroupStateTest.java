package dev.everfill.processor.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.processor.expression.AggregateFunctions.Family;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderedGroupStateTest {
  private static final List<Family> MAX = List.of(Family.MAX);
  private static final byte[] GROUP = bytes("g");

  private final List<String> changes = new ArrayList<>();

  @Test
  void theNextBestIsFoundWhereTheLastOneStood() {
    SeekingStore store = new SeekingStore();
    OrderedGroupState state = new OrderedGroupState(store, MAX);
    int rows = 2_000;
    for (int i = 0; i < rows; i++) {
      state.replace(row(i), contribution(i), this::changed);
    }
    store.visited = 0;
    for (int i = rows - 1; i >= 0; i--) {
      state.replace(row(i), null, this::changed);
    }
    assertThat(store.visited).as("entries and tombstones stepped over").isLessThan(3L * rows);
    assertThat(store.tombstones).isNotEmpty();
    assertThat(changes).hasSize(2 * rows).endsWith("0 null");
  }

  @Test
  void tiesAreDeletedWithoutStepOverEachOther() {
    SeekingStore store = new SeekingStore();
    OrderedGroupState state = new OrderedGroupState(store, MAX);
    for (int i = 0; i < 2_000; i++) {
      state.replace(row(i), contribution(7), this::changed);
    }
    store.visited = 0;
    for (int i = 0; i < 2_000; i++) {
      state.replace(row(i), null, this::changed);
    }
    assertThat(store.visited).isLessThan(6_000);
  }

  @Test
  void aRowThatStaysInItsGroupIsOneChange() {
    OrderedGroupState state = new OrderedGroupState(new MemoryStore(), MAX);
    state.replace(row(1), contribution(5), this::changed);
    state.replace(row(2), contribution(3), this::changed);
    state.replace(row(1), contribution(4), this::changed);
    state.replace(row(1), contribution(2), this::changed);
    state.replace(row(1), contribution(2), this::changed);
    assertThat(changes).containsExactly("1 5", "2 5", "2 4", "2 3");
  }

  @Test
  void nothingIsLeftOfAGroupWithoutRows() {
    MemoryStore store = new MemoryStore();
    OrderedGroupState state = new OrderedGroupState(store, List.of(Family.MAX, Family.COUNT));
    Contribution both = new Contribution(GROUP, new byte[][] {number(5), {}});
    state.replace(row(1), both, (group, partial) -> {});
    assertThat(store.size()).isEqualTo(3);
    state.replace(row(1), null, (group, partial) -> {});
    assertThat(store.size()).isZero();
    state.replace(row(1), both, (group, partial) -> {});
    state.clear((group, partial) -> {});
    assertThat(store.size()).isZero();
  }

  private void changed(byte[] group, byte[] partial) {
    Partial decoded = Partial.decode(partial, MAX);
    byte[] best = (byte[]) decoded.parts()[0];
    changes.add(decoded.rows() + " " + (best == null ? "null" : ByteBuffer.wrap(best).getInt()));
  }

  private static Contribution contribution(int value) {
    return new Contribution(GROUP, new byte[][] {number(value)});
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  private static byte[] row(int number) {
    return bytes("[\"" + number + "\"]");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Keeps its deleted keys as RocksDB does, and counts them when it steps over them. */
  private static final class SeekingStore implements OrderedStore {
    private final java.util.TreeMap<byte[], byte[]> entries =
        new java.util.TreeMap<>(java.util.Arrays::compareUnsigned);
    private final java.util.Set<ByteBuffer> tombstones = new java.util.HashSet<>();
    private long visited;

    @Override
    public byte[] get(byte[] key) {
      return tombstones.contains(ByteBuffer.wrap(key)) ? null : entries.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
      tombstones.remove(ByteBuffer.wrap(key));
      entries.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
      if (entries.containsKey(key)) {
        tombstones.add(ByteBuffer.wrap(key));
      }
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
      for (var entry : entries.subMap(from, true, to, false).entrySet()) {
        visited++;
        boolean deleted = tombstones.contains(ByteBuffer.wrap(entry.getKey()));
        if (!deleted && !visitor.visit(entry.getKey(), entry.getValue())) {
          return;
        }
      }
    }
  }
}
