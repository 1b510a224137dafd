package dev.everfill.ops.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import java.nio.channels.ServerSocketChannel;
import java.util.List;

/** Puts guard, routes and faults together. Stateless. */
final class Application {
  private Application() {}

  /** Ready to start, on an open socket. */
  static Javalin of(
      Guard guard, List<Routes.Route> routes, Timing timing, ServerSocketChannel channel) {
    return Javalin.create(
        config -> {
          JettyFront.configure(config, channel);
          config.http.prefer405over404 = true;
          config.http.compressionStrategy = CompressionStrategy.NONE;
          config.http.maxRequestSize = Body.LARGEST;
          config.requestLogger.http((context, millis) -> timing.answered(context));
          config.routes.before(
              context -> {
                Timing.start(context);
                guard.check(context);
              });
          routes.forEach(route -> add(config, route));
          Faults.register(config.routes);
        });
  }

  private static void add(JavalinConfig config, Routes.Route route) {
    add(config, route.method(), route);
    if (route.method().equals("GET")) {
      add(config, "HEAD", route);
    }
  }

  private static void add(JavalinConfig config, String method, Routes.Route route) {
    config.routes.addHttpHandler(
        HandlerType.findOrCreate(method),
        route.template(),
        context -> {
          Timing.route(context, route.template());
          route.handler().handle(context);
        });
  }
}
