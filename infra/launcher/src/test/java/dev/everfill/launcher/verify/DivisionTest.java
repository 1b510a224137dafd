package dev.everfill.launcher.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DivisionTest {
  @Test
  void rangesAreSmallWhereTheyCostWhatTheirRowsCost() {
    Division division = Division.of(1_000_000, 0.001);
    assertThat(division.least()).isEqualTo(1_000);
    assertThat(division.whole()).isFalse();
    assertThat(division.coarse()).isFalse();
  }

  @Test
  void allFixedPartsTogetherCostTheWholeOnceMoreAtMost() {
    Division division = Division.of(1_000_000, 0.101);
    assertThat(division.fixed()).isBetween(0.099, 0.101);
    assertThat(division.least()).isBetween(99_000L, 101_000L);
    assertThat(division.whole()).isFalse();
    assertThat(division.coarse()).isTrue();
    assertThat(division.note()).contains("10 % of the whole");
  }

  @Test
  void aRangeThatCostsAsMuchAsTheWholeIsTheWhole() {
    assertThat(Division.of(1_000_000, 0.9).whole()).isTrue();
    assertThat(Division.of(1_000_000, 1.7).fixed()).isEqualTo(1);
  }

  @Test
  void aSmallTableIsNoSignOfAnything() {
    assertThat(Division.of(1_200, 0.84).coarse()).isFalse();
    assertThat(Division.of(0, 1).coarse()).isFalse();
    assertThat(Division.of(900, 1).whole()).isFalse();
  }
}
