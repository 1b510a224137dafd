package dev.everfill.producer.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.definition.TableName;
import dev.everfill.base.event.Key;
import org.junit.jupiter.api.Test;

class MergeTest {
  private static final TableName T = new TableName("public", "t");
  private static final TableName OTHER = new TableName("public", "o");
  private static final Key A = Key.of("a");
  private static final Key B = Key.of("b");

  private final Merge merge = new Merge(MergeGuards.ALL);

  private static XidSnapshot snapshot(long xmin, long xmax, long... running) {
    return new XidSnapshot(xmin, xmax, running);
  }

  private void transaction(long xid, Key... keys) {
    merge.begin(xid);
    for (Key key : keys) {
      merge.changed(T, key);
    }
    merge.end("end " + xid);
  }

  @Test
  void aRowReadBeforeItsChangeWasVisibleIsDropped() {
    transaction(7, A);
    merge.chunk(snapshot(7, 9, 7));
    assertThat(merge.admits(T, A)).isFalse();
    assertThat(merge.admits(T, B)).isTrue();
    assertThat(merge.admits(OTHER, A)).isTrue();
  }

  @Test
  void aRowReadAfterItsChangeWasVisibleIsKept() {
    transaction(7, A);
    merge.chunk(snapshot(8, 8));
    assertThat(merge.admits(T, A)).isTrue();
  }

  @Test
  void theLastOfSeveralChangesCounts() {
    transaction(7, A);
    transaction(9, A);
    merge.chunk(snapshot(9, 9));
    assertThat(merge.admits(T, A)).isFalse();
    merge.chunk(snapshot(10, 10));
    assertThat(merge.admits(T, A)).isTrue();
  }

  @Test
  void aTruncateDropsEveryRowReadBeforeIt() {
    merge.begin(7);
    merge.truncated(T);
    merge.end("end");
    merge.chunk(snapshot(7, 8, 7));
    assertThat(merge.admits(T, A)).isFalse();
    assertThat(merge.admits(OTHER, A)).isTrue();
    merge.chunk(snapshot(8, 8));
    assertThat(merge.admits(T, A)).isTrue();
  }

  @Test
  void changesOfAVisibleTransactionAreNotRemembered() {
    merge.settle(snapshot(8, 8));
    transaction(7, A);
    assertThat(merge.wantsSnapshot()).isFalse();
    merge.chunk(snapshot(8, 8));
    assertThat(merge.admits(T, A)).isTrue();
  }

  @Test
  void aTransactionThatBecomesVisibleWhileItIsDeliveredIsForgotten() {
    merge.begin(7);
    merge.changed(T, A);
    merge.settle(snapshot(8, 8));
    merge.changed(T, B);
    merge.chunk(snapshot(8, 8));
    assertThat(merge.admits(T, A)).isTrue();
    assertThat(merge.admits(T, B)).isTrue();
  }

  @Test
  void marksOnlyWhatIsCompleteAcknowledgedAndVisible() {
    merge.begin(7);
    assertThat(merge.markable()).isNull();
    merge.end("end 7");
    merge.settle(snapshot(7, 8, 7));
    merge.acknowledged();
    assertThat(merge.markable()).as("not visible").isNull();
    merge.settle(snapshot(8, 8));
    assertThat(merge.markable()).isEqualTo("end 7");
    transaction(6, A);
    assertThat(merge.markable()).as("not acknowledged").isNull();
    merge.acknowledged();
    assertThat(merge.markable()).isEqualTo("end 6");
    assertThat(merge.isBehind()).isFalse();
  }

  @Test
  void marksThePrefixOnly() {
    transaction(7, A);
    transaction(8, B);
    merge.outside("message");
    merge.settle(snapshot(7, 9, 7));
    merge.acknowledged();
    assertThat(merge.markable()).as("8 is visible but stands behind 7").isNull();
    merge.settle(snapshot(9, 9));
    assertThat(merge.markable()).isEqualTo("message");
  }

  @Test
  void aMessageInAnOpenTransactionIsNotMarked() {
    merge.settle(snapshot(9, 9));
    merge.begin(7);
    merge.outside("message");
    merge.acknowledged();
    assertThat(merge.markable()).isNull();
    merge.end("end");
    merge.acknowledged();
    assertThat(merge.markable()).isEqualTo("end");
  }

  @Test
  void eachGuardCanBeSwitchedOff() {
    Merge keepsAll = new Merge(new MergeGuards(false, true, true));
    keepsAll.begin(7);
    keepsAll.changed(T, A);
    keepsAll.chunk(snapshot(7, 8, 7));
    assertThat(keepsAll.admits(T, A)).isTrue();

    Merge forgetful = new Merge(new MergeGuards(true, false, true));
    forgetful.begin(7);
    forgetful.changed(T, A);
    forgetful.end("end");
    forgetful.settle(snapshot(7, 8, 7));
    forgetful.chunk(snapshot(7, 8, 7));
    assertThat(forgetful.admits(T, A)).isTrue();

    Merge hasty = new Merge(new MergeGuards(true, true, false));
    hasty.begin(7);
    hasty.end("end");
    hasty.acknowledged();
    assertThat(hasty.markable()).isEqualTo("end");
  }
}
