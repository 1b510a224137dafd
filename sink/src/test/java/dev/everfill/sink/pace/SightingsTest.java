package dev.everfill.sink.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.control.Lease;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SightingsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = Math.addExact(Long.MAX_VALUE, -3 * SECOND);

  private final Sightings sightings = new Sightings(Duration.ofSeconds(8));

  private boolean lives(long renewals, boolean expired, long now) {
    Lease lease = new Lease("other", 10, 10, 0, 0, renewals, expired);
    return !sightings.living("pipeline", List.of(lease), now).isEmpty();
  }

  @Test
  void theServersClockDecidesAboutAStranger() {
    assertThat(lives(3, false, START)).isTrue();
    assertThat(lives(3, true, START + SECOND)).isFalse();
  }

  @Test
  void aJumpForwardTakesNoLeaseFromAnInstanceThatIsSeenToRenew() {
    assertThat(lives(3, false, START)).isTrue();
    assertThat(lives(4, false, START + SECOND)).isTrue();
    assertThat(lives(4, true, START + 2 * SECOND)).isTrue();
    assertThat(lives(4, true, START + 9 * SECOND)).isFalse();
  }

  @Test
  void aLeaseThatWasGivenBackEndsOnceItsLastRowsCountNoMore() {
    assertThat(lives(3, false, START)).isTrue();
    assertThat(lives(4, false, START + SECOND)).isTrue();
    assertThat(lives(Lease.GIVEN_BACK, true, START + 2 * SECOND)).isTrue();
    assertThat(lives(Lease.GIVEN_BACK, true, START + 3 * SECOND)).isTrue();
    assertThat(lives(Lease.GIVEN_BACK, true, START + 4 * SECOND)).isFalse();
  }

  @Test
  void aJumpBackKeepsNoDeadInstanceAlive() {
    assertThat(lives(3, false, START)).isTrue();
    assertThat(lives(3, false, START + 7 * SECOND)).isTrue();
    assertThat(lives(3, false, START + 8 * SECOND)).isFalse();
  }
}
