package dev.everfill.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.everfill.base.config.Durations;
import dev.everfill.base.control.Controls;
import dev.everfill.base.control.FieldControl;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.launcher.client.OpsRequest;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code everfill pace}. */
@Command(
    name = "pace",
    description = {
      "Change how fast a field is written, while it runs.",
      "",
      "Holds within a second and across restarts, instead of what the configuration says. What is"
          + " left out stays as it is."
    })
final class PaceCommand extends ControlVerb {
  private static final String CONFIGURED = "configured";

  @Parameters(paramLabel = "FIELD", description = "As status shows it: table.column.")
  private String field;

  @Option(
      names = "--rows-per-second",
      paramLabel = "N",
      description = "Rows changed in any second at most, unlimited, or configured.")
  private String rowsPerSecond;

  @Option(
      names = "--max-hold",
      paramLabel = "D",
      description = "How long a transaction may hold rows (10ms), or configured.")
  private String maxHold;

  @Override
  void check() {
    if (rowsPerSecond == null && maxHold == null) {
      throw usage("Say what to change: --rows-per-second, --max-hold, or both.");
    }
    FieldControl none = FieldControl.NONE;
    rows(none);
    hold(none);
  }

  @Override
  Answer ask(ControlRoom room, Connection connection) {
    FieldControl now =
        FieldStatus.all(connection, room.schema()).stream()
            .filter(status -> status.field().name().equals(field))
            .findFirst()
            .map(FieldStatus::control)
            .orElseThrow(() -> room.unknown(connection, field));
    OptionalLong rows = rows(now);
    Optional<Duration> hold = hold(now);
    new Controls(room.schema()).pace(connection, field, rows, hold.orElse(null), actor());
    return paced(rows, hold);
  }

  /** Over HTTP only if nothing is left out, since that is to stay as somebody has set it before. */
  @Override
  Optional<Call> overHttp() {
    if (rowsPerSecond == null || maxHold == null) {
      return Optional.empty();
    }
    OptionalLong rows = rows(FieldControl.NONE);
    Optional<Duration> hold = hold(FieldControl.NONE);
    OpsRequest request =
        OpsRequest.pace(
            field,
            PaceText.json(rows, hold).get("rowsPerSecond"),
            hold.isEmpty() ? null : maxHold,
            one -> holds(one.path("pace"), rows, hold));
    return Optional.of(new Call(request, paced(rows, hold)));
  }

  /** What is configured is not known here: it may be anything. */
  private static boolean holds(JsonNode pace, OptionalLong rows, Optional<Duration> hold) {
    JsonNode limit = pace.path("rowsPerSecond");
    boolean rowsHold =
        rows.isEmpty()
            || (rows.getAsLong() == FieldControl.UNLIMITED
                ? limit.isNull()
                : limit.asLong() == rows.getAsLong());
    return rowsHold
        && hold.map(PaceText::millis)
            .map(millis -> millis.equals(pace.path("maxHoldMillis").asDouble()))
            .orElse(true);
  }

  private Answer paced(OptionalLong rows, Optional<Duration> hold) {
    return Answer.of(
        field + ": " + PaceText.rows(rows) + ", " + PaceText.hold(hold),
        "name",
        field,
        "pace",
        PaceText.json(rows, hold),
        "by",
        actor());
  }

  private OptionalLong rows(FieldControl now) {
    if (rowsPerSecond == null) {
      return now.rowsPerSecond();
    }
    if (rowsPerSecond.equals(CONFIGURED)) {
      return OptionalLong.empty();
    }
    if (rowsPerSecond.equals("unlimited")) {
      return OptionalLong.of(FieldControl.UNLIMITED);
    }
    if (!rowsPerSecond.matches("[1-9][0-9]{0,8}")) {
      throw usage(
          "--rows-per-second must be a whole number from 1, unlimited or configured but was "
              + rowsPerSecond);
    }
    return OptionalLong.of(Long.parseLong(rowsPerSecond));
  }

  private Optional<Duration> hold(FieldControl now) {
    if (maxHold == null) {
      return now.maxHold();
    }
    if (maxHold.equals(CONFIGURED)) {
      return Optional.empty();
    }
    return Optional.of(
        Durations.parse(maxHold)
            .filter(duration -> duration.toNanos() >= 1_000)
            .orElseThrow(
                () ->
                    usage(
                        "--max-hold must be a number and a unit, such as 10ms, or configured but"
                            + " was "
                            + maxHold)));
  }
}
