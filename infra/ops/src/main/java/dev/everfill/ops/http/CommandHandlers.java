package dev.everfill.ops.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.everfill.base.config.Durations;
import dev.everfill.base.status.ViewJson;
import dev.everfill.ops.Commands;
import dev.everfill.ops.Feed;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** What is asked of fields: checked, noted, and answered with 202. Safe for all threads. */
final class CommandHandlers {
  private static final long MOST_ROWS = 999_999_999;
  private static final Duration LEAST_HOLD = Duration.ofNanos(1_000);

  private final Feed feed;
  private final Commands commands;

  CommandHandlers(Feed feed, Commands commands) {
    this.feed = feed;
    this.commands = commands;
  }

  void pause(Context context) {
    String field = bare(context);
    commands.pause(field, Actor.of(context));
    accepted(context, "pause", "field", field);
  }

  void resume(Context context) {
    String field = bare(context);
    commands.resume(field, Actor.of(context));
    accepted(context, "resume", "field", field);
  }

  void resync(Context context) {
    String field = bare(context);
    commands.resync(field, Actor.of(context));
    accepted(context, "resync", "field", field);
  }

  void pace(Context context) {
    String field = field(context);
    JsonNode body = Body.read(context, Set.of("rowsPerSecond", "maxHold"));
    if (body.isEmpty()) {
      throw Body.malformed("State rowsPerSecond, maxHold or both; null is what is configured.");
    }
    OptionalLong rows = rows(body.path("rowsPerSecond"));
    Optional<Duration> hold = hold(body.path("maxHold"));
    commands.pace(field, rows, hold, Actor.of(context));
    accepted(context, "pace", "field", field);
  }

  void verify(Context context) {
    String field = field(context);
    JsonNode body = Body.read(context, Set.of("repair", "sample"));
    boolean repair = flag(body.path("repair"));
    OptionalInt sample = sample(body.path("sample"));
    commands.verify(field, repair, sample, Actor.of(context));
    accepted(context, "verify", "field", field);
  }

  void retry(Context context) {
    long id = Known.quarantine(feed.latest(), context);
    Body.read(context, Set.of());
    commands.retry(id, Actor.of(context));
    accepted(context, "retry", "quarantine", id);
  }

  private String bare(Context context) {
    String field = field(context);
    Body.read(context, Set.of());
    return field;
  }

  private String field(Context context) {
    return Known.field(feed.latest(), context).name();
  }

  private static OptionalLong rows(JsonNode value) {
    if (absent(value)) {
      return OptionalLong.empty();
    }
    if (value.isTextual() && value.textValue().equals("unlimited")) {
      return OptionalLong.of(0);
    }
    return OptionalLong.of(whole(value, MOST_ROWS, "rowsPerSecond", ", \"unlimited\" or null"));
  }

  private static Optional<Duration> hold(JsonNode value) {
    if (absent(value)) {
      return Optional.empty();
    }
    return Optional.of(
        Optional.ofNullable(value.textValue())
            .flatMap(Durations::parse)
            .filter(duration -> duration.compareTo(LEAST_HOLD) >= 0)
            .orElseThrow(
                () -> Body.malformed("maxHold must be a duration such as \"20ms\", or null.")));
  }

  private static boolean flag(JsonNode value) {
    if (!absent(value) && !value.isBoolean()) {
      throw Body.malformed("repair must be true or false.");
    }
    return value.asBoolean(false);
  }

  private static OptionalInt sample(JsonNode value) {
    return absent(value)
        ? OptionalInt.empty()
        : OptionalInt.of((int) whole(value, MOST_ROWS, "sample", " or null"));
  }

  private static long whole(JsonNode value, long most, String key, String others) {
    if (!value.canConvertToLong()
        || !value.isIntegralNumber()
        || value.longValue() < 1
        || value.longValue() > most) {
      throw Body.malformed(key + " must be a whole number from 1 to " + most + others + ".");
    }
    return value.longValue();
  }

  private static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private static void accepted(Context context, String command, String of, Object which) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("accepted", command);
    json.put(of, which);
    json.put("actor", Actor.of(context));
    context.status(202).contentType(Routes.JSON).result(ViewJson.bytes(json));
  }
}
