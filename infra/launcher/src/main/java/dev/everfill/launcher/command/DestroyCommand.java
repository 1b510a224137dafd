package dev.everfill.launcher.command;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.launcher.pipeline.Remains;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code everfill destroy}. */
@Command(
    name = "destroy",
    description = {
      "Remove slot, publication, topics, control schema, origin and local state.",
      "",
      "The columns and their values stay. Asks first; the pipeline must have been stopped."
    })
final class DestroyCommand extends Verb.Configured {
  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Override
  int execute() throws IOException {
    PipelineConfig config = config();
    if (!yes && !confirmed(config)) {
      terminal().say("nothing was removed");
      return ExitCode.FAILED;
    }
    List<String> steps = new ArrayList<>();
    Remains.destroy(
        config,
        step -> {
          steps.add(step);
          terminal().say(step);
        });
    if (output().json()) {
      output().print(terminal(), Map.of("name", config.name(), "steps", steps));
    }
    return ExitCode.DONE;
  }

  private boolean confirmed(PipelineConfig config) throws IOException {
    terminal()
        .say(
            "This removes everything that the pipeline "
                + config.name()
                + " keeps in "
                + config.source().url()
                + ", its topics and "
                + config.dataDir()
                + ". Type its name to go on:");
    String answer =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    return config.name().equals(answer == null ? "" : answer.strip());
  }
}
