package dev.everfill.ops.http;

import dev.everfill.base.config.PipelineConfig;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Decides before everything else whether a request may come in. Safe for all threads. */
final class Guard {
  private static final Set<String> SAFE = Set.of("GET", "HEAD");
  private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

  private final Hosts hosts;
  private final Token token;
  private final String identity;

  /**
   * @param identity of the pipeline, told to whoever calls the server by its name; may be empty
   */
  Guard(Hosts hosts, Token token, String identity) {
    this.hosts = hosts;
    this.token = token;
    this.identity = identity;
  }

  /**
   * @throws HttpProblem.Thrown if it may not
   */
  void check(Context context) {
    SecurityHeaders.ALL.forEach(context::header);
    String host = context.req().getHeader("Host");
    if (!hosts.allows(host)) {
      throw HttpProblem.of(
              421,
              "Not this server's name",
              "host_not_allowed",
              "The header Host names neither the address that the server listens on, with its"
                  + " port, nor one of ops.hosts: add the name there if it is meant.")
          .thrown();
    }
    if (!identity.isEmpty()) {
      context.header(PipelineConfig.IDENTITY_HEADER, identity);
    }
    if (!ownSite(context) || !ownOrigin(context, host)) {
      throw HttpProblem.of(
              403,
              "Asked by another site",
              "cross_origin",
              "Only pages of this server itself may ask from a browser.")
          .thrown();
    }
    if (!open(context.path()) && !token.allows(context.req().getHeader("Authorization"))) {
      context.header("WWW-Authenticate", "Bearer realm=\"everfill\"");
      throw HttpProblem.of(
              401,
              "A token is needed",
              "unauthorized",
              "Send the header Authorization: Bearer … with the token that ops.token holds.")
          .thrown();
    }
  }

  /** Health, for those who watch processes, and the page itself, which holds nothing. */
  private static boolean open(String path) {
    return path.startsWith("/health/")
        || path.equals("/")
        || path.startsWith("/assets/")
        || path.equals(Routes.OPENAPI)
        || path.equals(Routes.ICON);
  }

  private static boolean ownSite(Context context) {
    boolean follows =
        SAFE.contains(context.req().getMethod())
            && all(context, "Sec-Fetch-Mode").contains("navigate");
    return follows || OWN_SITE.containsAll(all(context, "Sec-Fetch-Site"));
  }

  private static boolean ownOrigin(Context context, String host) {
    String own = host.toLowerCase(Locale.ROOT);
    return all(context, "Origin").stream()
        .allMatch(origin -> origin.equals("http://" + own) || origin.equals("https://" + own));
  }

  private static List<String> all(Context context, String header) {
    return Collections.list(context.req().getHeaders(header)).stream()
        .map(value -> value.toLowerCase(Locale.ROOT))
        .toList();
  }
}
