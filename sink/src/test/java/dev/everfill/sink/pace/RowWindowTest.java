package dev.everfill.sink.pace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowWindowTest {
  /** A monotonic clock may overflow. */
  private static final long START = Math.addExact(Long.MAX_VALUE, -RowWindow.SPAN / 2);

  private final RowWindow window = new RowWindow();

  @Test
  void rowsCountFromBeforeTheirStatementUntilASecondAfterTheirCommit() {
    window.begin(10);
    assertThat(window.used(START)).isEqualTo(10);
    assertThat(window.used(START + 5 * RowWindow.SPAN)).isEqualTo(10);
    long committed = START + 6 * RowWindow.SPAN;
    window.end(10, 7, true, committed);
    assertThat(window.used(committed + RowWindow.SPAN - 1)).isEqualTo(7);
    assertThat(window.wrote(true, committed)).isEqualTo(7);
    assertThat(window.wrote(false, committed)).isZero();
    assertThat(window.used(committed + RowWindow.SPAN)).isZero();
  }

  @Test
  void saysWhenRowsCountNoMore() {
    window.begin(5);
    window.end(5, 5, false, START);
    window.begin(5);
    window.end(5, 5, false, START + 1_000);
    assertThat(window.until(5, START + 10)).isEqualTo(RowWindow.SPAN - 10);
    assertThat(window.until(6, START + 10)).isEqualTo(RowWindow.SPAN + 990);
    assertThat(window.until(11, START + 10)).isEqualTo(RowWindow.SPAN);
  }
}
