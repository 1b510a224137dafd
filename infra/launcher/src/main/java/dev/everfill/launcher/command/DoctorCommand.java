package dev.everfill.launcher.command;

import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.ProblemsException;
import dev.everfill.launcher.doctor.Doctor;
import dev.everfill.launcher.doctor.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code everfill doctor}. */
@Command(
    name = "doctor",
    description = {
      "Look at everything that a pipeline needs, and say what to do; change nothing.",
      "",
      "The machine, the source and its settings, the definitions and grants, the slot and the log"
          + " it keeps, the control schema, the fields, Kafka. Ends with 0 if nothing fails,"
          + " warnings or not, and else with the code of the worst."
    })
final class DoctorCommand extends Verb.Configured {
  @Override
  int execute() {
    List<Finding> findings = examine();
    if (output().json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("ok", code(findings) == ExitCode.DONE);
      json.put("checks", findings.stream().map(DoctorCommand::json).toList());
      output().print(terminal(), json);
    } else {
      findings.forEach(finding -> terminal().out().println(finding.text()));
    }
    return code(findings);
  }

  private List<Finding> examine() {
    try {
      return new Doctor(config()).examine();
    } catch (ProblemsException refused) {
      return Doctor.refused(refused);
    }
  }

  private static Map<String, Object> json(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("check", finding.check());
    json.put("level", finding.level().word());
    json.put("message", finding.message());
    json.put("remedy", finding.remedy());
    json.put("reason", finding.reason() == null ? null : finding.reason().code());
    return json;
  }

  /** The codes grow with how bad it is. */
  private static int code(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.reason() != null)
        .mapToInt(one -> ExitCode.of(new EverfillException(one.reason(), one.message())))
        .max()
        .orElse(ExitCode.DONE);
  }
}
