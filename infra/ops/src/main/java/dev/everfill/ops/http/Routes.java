package dev.everfill.ops.http;

import io.javalin.http.Handler;
import java.util.List;

/**
 * All routes. What answers GET answers HEAD too; every other method of a known path is 405, and no
 * GET changes anything.
 */
final class Routes {
  static final String JSON = "application/json";
  static final String OPENAPI = "/openapi.yaml";
  static final String ICON = "/favicon.ico";
  static final String EVENTS = "/api/v1/events";
  private static final String FIELD = "/api/v1/fields/{name}";

  private Routes() {}

  /**
   * @param method GET, PUT or POST
   * @param template the path, names of its parts in braces
   */
  record Route(String method, String template, Handler handler) {}

  static List<Route> of(
      HealthHandlers health,
      ViewHandlers view,
      CommandHandlers commands,
      EventStreams events,
      Assets assets) {
    return List.of(
        new Route("GET", "/health/live", health::live),
        new Route("GET", "/health/ready", health::ready),
        new Route("GET", "/health/started", health::started),
        new Route("GET", "/metrics", view::metrics),
        new Route("GET", "/api/v1/status", view::status),
        new Route("GET", "/api/v1/fields", view::fields),
        new Route("GET", FIELD, view::field),
        new Route("PUT", FIELD + "/pause", commands::pause),
        new Route("PUT", FIELD + "/resume", commands::resume),
        new Route("PUT", FIELD + "/pace", commands::pace),
        new Route("POST", FIELD + "/verify", commands::verify),
        new Route("POST", FIELD + "/resync", commands::resync),
        new Route("GET", "/api/v1/quarantine", view::quarantine),
        new Route("POST", "/api/v1/quarantine/{id}/retry", commands::retry),
        new Route("GET", "/api/v1/connections", view::connections),
        new Route("GET", EVENTS, events::open),
        new Route("GET", OPENAPI, assets::openapi),
        new Route("GET", ICON, assets::icon),
        new Route("GET", "/", assets::index),
        new Route("GET", "/assets/<path>", assets::asset));
  }
}
