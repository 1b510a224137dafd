package dev.everfill.producer.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class XidSnapshotTest {
  private static final long EPOCH = 1L << 32;

  @Test
  void seesWhatCommittedBeforeIt() {
    XidSnapshot snapshot = XidSnapshot.parse("10:20:10,15");
    assertThat(snapshot.sees(9)).isTrue();
    assertThat(snapshot.sees(10)).isFalse();
    assertThat(snapshot.sees(11)).isTrue();
    assertThat(snapshot.sees(15)).isFalse();
    assertThat(snapshot.sees(19)).isTrue();
    assertThat(snapshot.sees(20)).isFalse();
  }

  @Test
  void readsASnapshotWithNothingRunning() {
    assertThat(XidSnapshot.parse("20:20:").sees(19)).isTrue();
  }

  @Test
  void widensToTheNearestEpoch() {
    XidSnapshot after = XidSnapshot.parse((3 * EPOCH + 5) + ":" + (3 * EPOCH + 9) + ":");
    assertThat(after.widen(4)).isEqualTo(3 * EPOCH + 4);
    assertThat(after.widen(EPOCH - 1)).isEqualTo(3 * EPOCH - 1);
    assertThat(after.sees(EPOCH - 1)).isTrue();
    XidSnapshot before = XidSnapshot.parse((3 * EPOCH - 9) + ":" + (3 * EPOCH - 5) + ":");
    assertThat(before.widen(3)).isEqualTo(3 * EPOCH + 3);
    assertThat(before.sees(3)).isFalse();
    assertThat(before.sees(EPOCH - 20)).isTrue();
  }

  @Test
  void refusesWhatIsNoSnapshot() {
    assertThatThrownBy(() -> XidSnapshot.parse("10:20"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10:20");
  }
}
