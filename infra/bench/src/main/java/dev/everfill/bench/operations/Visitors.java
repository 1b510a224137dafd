package dev.everfill.bench.operations;

import dev.everfill.bench.load.OpenLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ask each endpoint ten times a second, and the dashboard's files in turn. Start at once; closing
 * waits for the last answers.
 */
final class Visitors implements AutoCloseable {
  private static final int PER_SECOND = 10;
  private static final int CLIENTS = 4;
  private static final List<String> ENDPOINTS =
      List.of("health/live", "health/ready", "health/started", "api/v1/fields");

  private final Map<String, OpenLoop> loops = new LinkedHashMap<>();

  Visitors(Pages pages) throws IOException, InterruptedException {
    List<String> dashboard = pages.dashboard();
    ENDPOINTS.forEach(path -> loops.put("/" + path, loop(pages, List.of(path))));
    loops.put("/ and its files", loop(pages, dashboard));
  }

  private static OpenLoop loop(Pages pages, List<String> paths) {
    return new OpenLoop("visitor", PER_SECOND, CLIENTS, () -> new Visitor(pages, paths));
  }

  private static final class Visitor implements OpenLoop.Client {
    private final Pages pages;
    private final List<String> paths;
    private int next;

    Visitor(Pages pages, List<String> paths) {
      this.pages = pages;
      this.paths = paths;
    }

    @Override
    public void send() throws IOException, InterruptedException {
      pages.read(paths.get(next++ % paths.size()));
    }
  }

  /**
   * What they felt of what they meant to ask in [from, to).
   *
   * @throws IllegalStateException if a request has failed
   */
  List<Operations.Endpoint> felt(long from, long to) {
    List<Operations.Endpoint> felt = new ArrayList<>();
    loops.forEach(
        (path, loop) -> {
          if (loop.failure() != null) {
            throw new IllegalStateException("GET " + path + " has failed", loop.failure());
          }
          felt.add(new Operations.Endpoint(path, loop.latencies().between(from, to)));
        });
    return felt;
  }

  @Override
  public void close() {
    loops.values().forEach(OpenLoop::close);
  }
}
