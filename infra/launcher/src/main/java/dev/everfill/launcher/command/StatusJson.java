package dev.everfill.launcher.command;

import dev.everfill.base.control.FieldRate;
import dev.everfill.base.control.FieldState;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.control.InstanceStatus;
import dev.everfill.base.control.PaceReason;
import dev.everfill.base.control.ThrottleStatus;
import dev.everfill.base.postgres.ConnectionBudget;
import dev.everfill.launcher.feed.StatusReport;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A status report as JSON; what is not known is null. Pure. */
final class StatusJson {
  private StatusJson() {}

  static Map<String, Object> of(StatusReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("fields", report.fields().stream().map(field -> field(report, field)).toList());
    json.put("instances", report.instances().stream().map(StatusJson::instance).toList());
    return json;
  }

  private static Map<String, Object> field(StatusReport report, FieldStatus status) {
    FieldRate rate = report.rate(status);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", status.field().name());
    json.put("state", status.state().word());
    json.put("reason", status.reason());
    json.put("generation", status.field().generation());
    json.put("rowsProcessed", status.rowsDone());
    json.put("rowsTotal", status.rowsTotal());
    json.put("percent", status.percent());
    json.put("ratePerSecond", rate.rowsPerSecond() > 0 ? tenth(rate.rowsPerSecond()) : null);
    json.put("etaSeconds", eta(rate.etaSeconds()));
    json.put("throttle", throttle(report, status));
    json.put("paused", status.control().paused());
    json.put("pace", PaceText.json(status.control().rowsPerSecond(), status.control().maxHold()));
    json.put("quarantinedRows", status.quarantinedRows());
    json.put("freshnessSeconds", report.freshness(status));
    json.put("startedAt", text(status.startedAt()));
    json.put("updatedAt", text(status.updatedAt()));
    json.put("endedAt", text(status.endedAt()));
    json.put("error", status.state() == FieldState.FAILED ? status.message() : null);
    json.put("verified", status.verifiedAt() == null ? null : verified(status));
    return json;
  }

  private static Double eta(OptionalDouble seconds) {
    return seconds.isPresent() ? tenth(seconds.getAsDouble()) : null;
  }

  private static Map<String, Object> throttle(StatusReport report, FieldStatus status) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("utilization", report.utilization(status));
    json.put("reasons", reasons(report.reasons(status)));
    json.put("instances", report.throttles(status).stream().map(StatusJson::writer).toList());
    return json;
  }

  private static List<Map<String, Object>> reasons(List<PaceReason> reasons) {
    return reasons.stream()
        .map(
            reason -> {
              Map<String, Object> json = new LinkedHashMap<>();
              json.put("name", reason.name());
              json.put("utilization", reason.utilization());
              json.put("detail", reason.detail());
              return json;
            })
        .toList();
  }

  private static Map<String, Object> writer(ThrottleStatus one) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("instance", one.instance());
    json.put("utilization", one.utilization());
    json.put("reasons", reasons(one.reasons()));
    json.put("batchRows", one.batchRows());
    json.put("holdP50Millis", PaceText.millis(one.holdP50()));
    json.put("holdP99Millis", PaceText.millis(one.holdP99()));
    json.put("changedPerSecond", tenth(one.rowsPerSecond()));
    return json;
  }

  private static Map<String, Object> instance(InstanceStatus one) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", one.id());
    json.put("host", one.host());
    json.put("pid", one.pid());
    json.put("startedAt", text(one.startedAt()));
    json.put("seenAt", text(one.seenAt()));
    json.put("running", StatusReport.runs(one));
    json.put("connections", connections(one.connections()));
    return json;
  }

  private static Map<String, Object> connections(ConnectionBudget.Usage usage) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("reserved", usage.reserved());
    json.put("cap", usage.cap());
    json.put("nearCap", usage.nearCap());
    return json;
  }

  private static Map<String, Object> verified(FieldStatus status) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("at", text(status.verifiedAt()));
    json.put("rows", status.verifiedRows());
    json.put("mismatches", status.mismatches());
    return json;
  }

  private static String text(Instant at) {
    return at == null ? null : at.toString();
  }

  private static double tenth(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
