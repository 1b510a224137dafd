package dev.everfill.bench.operations;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What can be read of an operations server. Safe for threads. */
final class Pages {
  private static final String READY = "health/ready";
  private static final String METRICS = "metrics";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern FILE = Pattern.compile("(?:href|src)=\"(assets/[^\"]+)\"");
  private static final Pattern CAPTURED =
      Pattern.compile("(?m)^everfill_capture_events_total\\{[^}]*} (\\S+)$");

  private final URI server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  Pages(URI server) {
    this.server = server;
  }

  /**
   * What is there.
   *
   * @param path without a leading slash
   * @throws IOException if it is not answered, or refused
   */
  String read(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE).build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    boolean unready = answer.statusCode() == 503 && path.equals(READY);
    if (answer.statusCode() != 200 && !unready) {
      throw new IOException(request.uri() + " answered " + answer.statusCode());
    }
    return answer.body();
  }

  /** The dashboard and what a browser asks for with it. */
  List<String> dashboard() throws IOException, InterruptedException {
    List<String> paths = new ArrayList<>(List.of(""));
    FILE.matcher(read("")).results().map(found -> found.group(1)).forEach(paths::add);
    return List.copyOf(paths);
  }

  /** Asks for the metrics. */
  String scrape() throws IOException, InterruptedException {
    return read(METRICS);
  }

  /** How many rows and changes have been published so far. */
  double captured() throws IOException, InterruptedException {
    return captured(scrape());
  }

  static double captured(String metrics) {
    return CAPTURED
        .matcher(metrics)
        .results()
        .map(MatchResult::group)
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
