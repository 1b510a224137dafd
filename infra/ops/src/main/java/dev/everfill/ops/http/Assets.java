package dev.everfill.ops.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The dashboard's files, Chart.js and the API's description, from the class path. */
final class Assets {
  static final String CHART_JS = "chart.umd.min.js";
  private static final String FOLDER = "/dev/everfill/ops/dashboard/";
  private static final String WEB_JAR = "/META-INF/resources/webjars/chart.js/";
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}){0,3}");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "yaml", "application/yaml; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2",
          "webmanifest", "application/manifest+json");

  private final Map<String, byte[]> found = new ConcurrentHashMap<>();
  private final String chartJs = WEB_JAR + chartVersion() + "/dist/" + CHART_JS;

  void index(Context context) {
    answer(context, FOLDER + "index.html");
  }

  void icon(Context context) {
    answer(context, FOLDER + "favicon.svg");
  }

  void openapi(Context context) {
    answer(context, "/dev/everfill/ops/openapi.yaml");
  }

  void asset(Context context) {
    String path = context.pathParam("path");
    if (!PATH.matcher(path).matches()) {
      throw Faults.noSuchPath().thrown();
    }
    answer(context, path.equals(CHART_JS) ? chartJs : FOLDER + path);
  }

  private void answer(Context context, String resource) {
    String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
    byte[] content = type == null ? null : content(resource).orElse(null);
    if (content == null) {
      throw Faults.noSuchPath().thrown();
    }
    context.contentType(type).result(content);
  }

  private Optional<byte[]> content(String resource) {
    byte[] known = found.get(resource);
    if (known != null) {
      return Optional.of(known);
    }
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] read = in.readAllBytes();
      found.put(resource, read);
      return Optional.of(read);
    } catch (IOException broken) {
      throw new UncheckedIOException("cannot read " + resource + " of the class path", broken);
    }
  }

  /** As the WebJar says it, so that a newer one needs no change here. */
  private static String chartVersion() {
    java.util.Properties properties = new java.util.Properties();
    String file = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";
    try (InputStream in = Assets.class.getResourceAsStream(file)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException("cannot read " + file + " of the class path", broken);
    }
    return properties.getProperty("version", "");
  }
}
