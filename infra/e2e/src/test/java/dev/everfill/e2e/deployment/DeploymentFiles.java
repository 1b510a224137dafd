package dev.everfill.e2e.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.everfill.base.config.ConfigReader;
import dev.everfill.base.config.PipelineConfig;
import dev.everfill.launcher.command.Everfill;
import dev.everfill.launcher.progress.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine;

/** The files that deploy Everfill, and the code base that they speak of. */
final class DeploymentFiles {
  static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  static final Path COMPOSE = ROOT.resolve("infra/compose");
  static final Path KUBERNETES = ROOT.resolve("infra/kubernetes");
  static final Path SYSTEMD = ROOT.resolve("infra/systemd");

  private DeploymentFiles() {}

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException missing) {
      throw new UncheckedIOException("cannot read " + file, missing);
    }
  }

  /** Every YAML file of the folders that deploy. */
  static List<Path> yamlFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("compose", "kubernetes", "systemd", "prometheus", "grafana")) {
      Path path = ROOT.resolve("infra").resolve(folder);
      if (Files.isDirectory(path)) {
        try (Stream<Path> walk = Files.walk(path)) {
          walk.filter(file -> file.toString().matches(".*\\.ya?ml")).forEach(files::add);
        }
      }
    }
    return files;
  }

  /** All documents; a key that is given twice is an error. */
  static List<Object> documents(Path file) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    List<Object> documents = new ArrayList<>();
    new Yaml(new SafeConstructor(options)).loadAll(text(file)).forEach(documents::add);
    return documents;
  }

  /** What lies at a path of keys and indexes; null if nothing does. */
  static Object at(Object node, Object... path) {
    Object found = node;
    for (Object step : path) {
      if (found instanceof Map<?, ?> map) {
        found = map.get(step);
      } else if (found instanceof List<?> list && step instanceof Integer index) {
        found = index < list.size() ? list.get(index) : null;
      } else {
        return null;
      }
    }
    return found;
  }

  static Map<?, ?> map(Object node, Object... path) {
    return at(node, path) instanceof Map<?, ?> map ? map : Map.of();
  }

  static List<?> list(Object node, Object... path) {
    return at(node, path) instanceof List<?> list ? list : List.of();
  }

  static List<String> texts(Object node, Object... path) {
    return list(node, path).stream().map(String::valueOf).toList();
  }

  /** Every key with a scalar value, wherever it stands. */
  static void scalars(Object node, BiConsumer<String, String> each) {
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (value instanceof Map || value instanceof List) {
              scalars(value, each);
            } else {
              each.accept(String.valueOf(key), String.valueOf(value));
            }
          });
    } else if (node instanceof List<?> list) {
      list.forEach(item -> scalars(item, each));
    }
  }

  /**
   * An everfill.yaml, read by the code that reads it in earnest.
   *
   * @param secrets where the deployment mounts them
   * @param names of those that it mounts; a reference to any other is an error
   */
  static PipelineConfig configuration(
      String yaml, Path folder, String secrets, Collection<String> names) throws IOException {
    Path mounted = Files.createTempDirectory(folder, "secrets");
    for (String name : names) {
      Files.writeString(mounted.resolve(name), "sesame");
    }
    String here = yaml.replace("${file:" + secrets + "/", "${file:" + mounted + "/");
    Path file = Files.writeString(Files.createTempFile(folder, "everfill", ".yaml"), here);
    return ConfigReader.read(file, Map.of());
  }

  /** What the command would refuse of these arguments before it does anything; empty if nothing. */
  static String refused(List<String> arguments) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    Terminal terminal = new Terminal(nowhere, nowhere, false, false);
    try {
      Everfill.commandLine(terminal, Map.of()).parseArgs(arguments.toArray(String[]::new));
      return "";
    } catch (CommandLine.ParameterException unknown) {
      return arguments + ": " + unknown.getMessage();
    }
  }

  /** The paths of the HTTP API, as its description lists them. */
  static List<String> endpoints() throws IOException {
    try (var in = Everfill.class.getResourceAsStream("/dev/everfill/ops/openapi.yaml")) {
      Object api = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      return map(api, "paths").keySet().stream().map(String::valueOf).toList();
    }
  }
}
