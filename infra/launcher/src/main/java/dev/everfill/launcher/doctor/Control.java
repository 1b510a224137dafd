package dev.everfill.launcher.doctor;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.control.ControlSchema;
import dev.everfill.base.control.FieldState;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.control.InstanceStatus;
import dev.everfill.base.control.InstanceStore;
import dev.everfill.base.error.Reason;
import dev.everfill.base.postgres.Sql;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The control schema: its version, who runs, and how the fields are. Stateless. */
final class Control {
  private static final String CHECK = "control schema";

  private Control() {}

  static boolean exists(Connection connection, String pipeline) {
    return Sql.on(connection)
        .fetchOne("SELECT pg_catalog.to_regclass(?) IS NOT NULL", Sql.quoted(pipeline, "migration"))
        .get(0, Boolean.class);
  }

  static Finding never(PipelineConfig config) {
    return Finding.ok(CHECK, config.name() + " is created at the first start");
  }

  static List<Finding> look(Connection connection, PipelineConfig config) {
    String name = config.name();
    List<Finding> found = new ArrayList<>();
    int version = ControlSchema.version(connection, name);
    found.add(version(name, version));
    if (version == ControlSchema.NEWEST) {
      found.add(instances(new InstanceStore(name).read(connection)));
      FieldStatus.all(connection, name).forEach(field -> found.addAll(field(field)));
    }
    return found;
  }

  private static Finding version(String name, int version) {
    String message = name + " has version " + version + ", this program " + ControlSchema.NEWEST;
    if (version > ControlSchema.NEWEST) {
      return Finding.fail(
          CHECK,
          Reason.CONFIGURATION_INVALID,
          message,
          "use a program that is as new as the one that ran here");
    }
    return version < ControlSchema.NEWEST
        ? Finding.warn(CHECK, message, "the next start brings it up to date")
        : Finding.ok(CHECK, message);
  }

  private static Finding instances(List<InstanceStatus> all) {
    List<String> running =
        all.stream()
            .filter(one -> one.age() <= InstanceStore.SILENCE.toSeconds())
            .map(one -> one.host() + " pid " + one.pid())
            .toList();
    return running.isEmpty()
        ? Finding.warn("instances", "no process runs this pipeline", "everfill run")
        : Finding.ok("instances", "running: " + String.join(", ", running));
  }

  private static List<Finding> field(FieldStatus field) {
    List<Finding> found = new ArrayList<>();
    found.add(state(field));
    String name = field.field().name();
    if (field.quarantinedRows() > 0) {
      found.add(
          Finding.warn(
              name,
              field.quarantinedRows() + " rows are in quarantine: PostgreSQL refused their values",
              "the table quarantine of the control schema tells why; then everfill retry " + name));
    }
    if (field.mismatches() != null && field.mismatches() > 0) {
      found.add(
          Finding.warn(
              name,
              field.mismatches()
                  + " rows differed when it was last verified, "
                  + field.verifiedAt(),
              "everfill verify " + name + " --repair"));
    }
    return found;
  }

  private static Finding state(FieldStatus field) {
    String name = field.field().name();
    if (field.state() == FieldState.FAILED) {
      return Finding.fail(
          name,
          reason(field.reason()),
          "failed: " + field.reason() + ": " + field.message(),
          "do what the message says, then start the pipeline again");
    } else if (field.control().paused()) {
      return Finding.warn(name, "is paused", "everfill resume " + name);
    }
    return field.live()
        ? Finding.ok(name, "live")
        : Finding.warn(
            name,
            field.state().word() + ", " + field.percent() + " %",
            "everfill status tells more");
  }

  private static Reason reason(String code) {
    try {
      return Reason.valueOf(String.valueOf(code).toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException other) {
      return Reason.INTERNAL;
    }
  }
}
