package dev.everfill.launcher.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.status.Snapshot;
import dev.everfill.base.status.ViewJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Asks the process that runs a pipeline, at the address that the configuration names. Anything may
 * listen there: only a server that says that it runs this very pipeline, on this very database, is
 * asked for anything, and only it gets the token. For one thread.
 */
public final class OpsClient {
  private static final Duration CONNECT = Duration.ofMillis(500);
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final Duration CARRIED_OUT = Duration.ofSeconds(3);
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PipelineConfig config;
  private final String base;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .build();
  private String why = "";
  private long quietUntil = System.nanoTime();

  /**
   * @param config its {@code ops} says where, and with which token
   */
  public OpsClient(PipelineConfig config) {
    this.config = config;
    this.base = "http://" + address(config.ops().bind());
  }

  /**
   * What the process that runs the pipeline says of it; empty if none answers, and then {@link
   * #why} tells why. One that does not answer is asked again after some seconds only.
   */
  public Optional<Snapshot> status() {
    if (System.nanoTime() - quietUntil < 0) {
      return Optional.empty();
    }
    try {
      if (isOurs()) {
        HttpResponse<String> answer = get("/api/v1/status", true);
        if (answer.statusCode() == 200) {
          return Optional.of(ViewJson.snapshot(answer.body()));
        }
        why = base + " answers " + answer.statusCode() + detail(answer);
      }
    } catch (IOException unreachable) {
      why = "nothing answers at " + base + " (" + unreachable + ")";
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      why = "interrupted";
    }
    quietUntil = System.nanoTime() + QUIET.toNanos();
    return Optional.empty();
  }

  /** Why the last thing that was asked did not come about. */
  public String why() {
    return why;
  }

  /** Whether this very pipeline answers there. */
  private boolean isOurs() throws IOException, InterruptedException {
    HttpResponse<String> greeting = get("/health/live", false);
    boolean ours =
        greeting
            .headers()
            .firstValue(PipelineConfig.IDENTITY_HEADER)
            .filter(config.identity()::equals)
            .isPresent();
    why = ours ? "" : "what answers at " + base + " does not run this pipeline";
    return ours;
  }

  /**
   * How it went.
   *
   * @param done whether it has been carried out
   * @param how in words: where it was asked, or why not
   */
  public record Reply(boolean done, String how) {}

  /**
   * Asks, and waits until it has been carried out. If it does not answer so, the same may be asked
   * in another way: asking twice is harmless.
   *
   * @param actor who asks, for the event log
   */
  public Reply send(OpsRequest request, String actor) throws InterruptedException {
    if (!actor.matches("[ -~]+")) {
      return new Reply(false, "a header cannot carry the name " + actor);
    }
    try {
      if (!isOurs()) {
        return new Reply(false, why);
      }
      HttpResponse<String> answer = ask(request, actor);
      if (answer.statusCode() != 202) {
        return new Reply(false, base + " answers " + answer.statusCode() + detail(answer));
      }
      return carriedOut(request);
    } catch (IOException unreachable) {
      return new Reply(false, "nothing answers at " + base + " (" + unreachable + ")");
    }
  }

  private HttpResponse<String> ask(OpsRequest request, String actor)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher body =
        request.body() == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(request.body()));
    HttpRequest.Builder builder = to(request.path(), true).method(request.method(), body);
    builder.header("X-Everfill-Actor", actor);
    if (request.body() != null) {
      builder.header("Content-Type", "application/json");
    }
    return http.send(builder.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private Reply carriedOut(OpsRequest request) throws IOException, InterruptedException {
    long end = System.nanoTime() + CARRIED_OUT.toNanos();
    while (request.field() != null) {
      HttpResponse<String> field = get(OpsRequest.fieldPath(request.field()), true);
      if (field.statusCode() == 200 && request.done().test(JSON.readTree(field.body()))) {
        break;
      }
      if (System.nanoTime() - end >= 0) {
        return new Reply(false, base + " has taken it, but not carried it out yet");
      }
      Thread.sleep(LOOK_AGAIN.toMillis());
    }
    return new Reply(true, "asked at " + base);
  }

  private HttpResponse<String> get(String path, boolean trusted)
      throws IOException, InterruptedException {
    return http.send(
        to(path, trusted).GET().build(),
        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder to(String path, boolean trusted) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER);
    String token = config.ops().token();
    if (trusted && token != null) {
      builder.header("Authorization", "Bearer " + token);
    }
    return builder;
  }

  private static String detail(HttpResponse<String> answer) {
    try {
      JsonNode problem = JSON.readTree(answer.body());
      String detail = problem == null ? "" : problem.path("detail").asText("");
      return detail.isEmpty() ? "" : ": " + detail;
    } catch (JsonProcessingException other) {
      return "";
    }
  }

  /** A server that listens on every address is reached on this machine's own. */
  private static String address(InetSocketAddress bind) {
    String host = Objects.requireNonNull(bind.getHostString(), "host");
    InetAddress resolved = new InetSocketAddress(host, bind.getPort()).getAddress();
    if (resolved != null && resolved.isAnyLocalAddress()) {
      host = "127.0.0.1";
    }
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + bind.getPort();
  }
}
