package dev.everfill.launcher.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code everfill version}. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand extends Verb {
  @Override
  int execute() {
    String stated = VersionCommand.class.getPackage().getImplementationVersion();
    String version = stated == null ? "development" : stated;
    if (output().json()) {
      Map<String, String> json = new LinkedHashMap<>();
      json.put("version", version);
      json.put("java", Runtime.version().toString());
      output().print(terminal(), json);
    } else {
      terminal().out().println("everfill " + version + " on Java " + Runtime.version());
    }
    return ExitCode.DONE;
  }
}
