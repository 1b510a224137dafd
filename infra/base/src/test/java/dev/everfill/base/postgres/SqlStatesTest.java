package dev.everfill.base.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlStatesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "40P01", "40001", "55P03", "57014", "08006", "08001", "53100", "53200", "53300", "57P01",
        "57P05", "25P03", "25P04", "25006", "58030"
      })
  void mayPassByItself(String state) {
    assertThat(SqlStates.retryable(state)).isTrue();
    assertThat(SqlStates.refusesData(state)).as("an outage is no bad row").isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "22001", "22P02", "22021", "23514", "23505", "23P01", "27000", "38000", "44000", "54000",
        "P0001", "P0004", "EV001", "99999", "21000"
      })
  void isTheRows(String state) {
    assertThat(SqlStates.refusesData(state)).isTrue();
    assertThat(SqlStates.retryable(state)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"42501", "42703", "42P01", "3F000", "28P01", "0A000", "XX000", "55000", ""})
  void isNeither(String state) {
    assertThat(SqlStates.retryable(state) || SqlStates.refusesData(state)).isFalse();
  }
}
