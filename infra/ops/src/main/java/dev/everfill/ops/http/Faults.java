package dev.everfill.ops.http;

import dev.everfill.ops.Commands;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever ends a request into a problem. Stateless. */
final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  private Faults() {}

  static void register(RoutesConfig routes) {
    routes.exception(HttpProblem.Thrown.class, (e, context) -> answer(context, e.problem()));
    routes.exception(Commands.Refused.class, Faults::refused);
    routes.exception(HttpResponseException.class, Faults::answered);
    routes.exception(IOException.class, (e, context) -> LOG.debug("a client has gone", e));
    routes.exception(Exception.class, Faults::unexpected);
  }

  private static void refused(Commands.Refused refused, Context context) {
    context.header("Retry-After", "2");
    answer(context, HttpProblem.of(503, "Not taken", refused.reason(), refused.getMessage()));
  }

  private static void answered(HttpResponseException e, Context context) {
    if (e instanceof MethodNotAllowedResponse) {
      String allowed = String.join("", e.getDetails().values());
      context.header("Allow", allowed);
      String detail = "This path answers " + allowed + ".";
      answer(context, HttpProblem.of(405, "Wrong method", "method_not_allowed", detail));
    } else {
      answer(context, of(e.getStatus()));
    }
  }

  private static void unexpected(Exception e, Context context) {
    LOG.error("a request to the operations server failed", e);
    answer(context, of(500));
  }

  static HttpProblem noSuchPath() {
    return of(404);
  }

  /** For what Javalin and Jetty refuse by themselves: from the status alone. */
  static HttpProblem of(int status) {
    return switch (status) {
      case 404 ->
          HttpProblem.of(404, "No such path", "not_found", "/openapi.yaml lists all paths.");
      case 408 -> HttpProblem.of(408, "Too slow", "request_timeout", "The request took too long.");
      case 413 -> HttpProblem.of(413, "Too large", "body_too_large", "A body may have 64 kB.");
      case 414 -> HttpProblem.of(414, "Too long", "uri_too_long", "The path is too long.");
      case 431 -> HttpProblem.of(431, "Too large", "headers_too_large", "Headers may have 8 kB.");
      case 500 ->
          HttpProblem.of(500, "Failed", "internal", "The request failed; the log tells why.");
      case 503 -> HttpProblem.of(503, "Busy or closing", "busy", "Try again in some seconds.");
      default ->
          HttpProblem.of(
              status,
              "Not understood",
              "malformed_request",
              "The request is not one that this server takes.");
    };
  }

  static void answer(Context context, HttpProblem problem) {
    context.status(problem.status()).contentType(HttpProblem.CONTENT_TYPE).result(problem.json());
  }
}
