package dev.everfill.launcher.command;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.status.Snapshot;
import dev.everfill.launcher.client.OpsClient;
import dev.everfill.launcher.feed.SchemaLook;
import dev.everfill.launcher.progress.Screen;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code everfill status}. */
@Command(
    name = "status",
    description = {
      "Show where each field stands, what slows it down, and who runs it.",
      "",
      "Asks the process that runs the pipeline, if it answers, and else the control schema: works"
          + " while another process runs, after it has stopped, and while PostgreSQL is away."
    })
final class StatusCommand extends Verb.Configured {
  private static final Logger LOG = LoggerFactory.getLogger(StatusCommand.class);

  @Option(
      names = "--watch",
      description =
          "Every second, in place; where there is no terminal again whenever something changes."
              + " Ends with Ctrl-C.")
  private boolean watch;

  @Override
  int execute() throws InterruptedException {
    PipelineConfig config = config();
    OpsClient client = new OpsClient(config);
    try (Schema schema = new Schema(config)) {
      Supplier<Snapshot> source = () -> client.status().orElseGet(schema::read);
      if (watch) {
        watch(source);
      } else {
        Optional<Snapshot> answered = client.status();
        LOG.info("{}", answered.isPresent() ? "the running process says" : client.why());
        print(answered.orElseGet(schema::read));
      }
    }
    return ExitCode.DONE;
  }

  private void watch(Supplier<Snapshot> source) throws InterruptedException {
    try (Ending ending = new Ending()) {
      StatusWatch status = new StatusWatch(source);
      if (terminal().screen() && !output().json()) {
        try (Screen screen = new Screen(terminal().out())) {
          status.on(screen, ending);
        }
      } else {
        status.into(this::print, ending);
      }
    }
  }

  private void print(Snapshot snapshot) {
    if (output().json()) {
      output().print(terminal(), snapshot, watch);
      return;
    }
    int width = terminal().screen() ? Screen.width() : Integer.MAX_VALUE;
    StatusPage.lines(snapshot, width).forEach(terminal().out()::println);
    if (watch) {
      terminal().out().println();
    }
  }

  /** The control schema, opened when it is first needed. */
  private static final class Schema implements AutoCloseable {
    private final PipelineConfig config;
    private ControlRoom room;

    Schema(PipelineConfig config) {
      this.config = config;
    }

    Snapshot read() {
      if (room == null) {
        room = ControlRoom.of(config, "everfill-status");
      }
      return room.ask("reading the status", connection -> SchemaLook.read(connection, config));
    }

    @Override
    public void close() {
      if (room != null) {
        room.close();
      }
    }
  }
}
