package dev.everfill.base.config;

import dev.everfill.base.config.PipelineConfig.Kafka;
import dev.everfill.base.config.PipelineConfig.Ops;
import dev.everfill.base.config.PipelineConfig.Pool;
import dev.everfill.base.config.PipelineConfig.Source;
import dev.everfill.base.error.Problem;
import dev.everfill.base.error.ProblemsException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@code everfill.yaml}: all problems at once, each with its line. Stateless. */
public final class ConfigReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");
  private static final int DEFAULT_PARTITIONS = 4;

  private ConfigReader() {}

  /**
   * The configuration in a file.
   *
   * @param environment where {@code ${env:NAME}} is looked up
   * @throws ProblemsException with everything that is wrong; it never shows a secret
   */
  public static PipelineConfig read(Path file, Map<String, String> environment) {
    Path absolute = file.toAbsolutePath().normalize();
    Node root = parse(absolute);
    Document document = new Document(absolute, new References(absolute.getParent(), environment));
    PipelineConfig config = pipeline(new Section(document, root, ""), absolute.getParent());
    if (!document.problems().isEmpty()) {
      throw new ProblemsException(document.problems());
    }
    return config;
  }

  private static Node parse(Path file) {
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(Files.readString(file)));
      if (root == null) {
        throw one(file + ":1", "the file is empty", "start with source: and fields:");
      }
      return root;
    } catch (NoSuchFileException e) {
      throw one(file.toString(), "there is no such file", "name it with -c, or try: everfill demo");
    } catch (CharacterCodingException e) {
      throw one(file.toString(), "the file is not UTF-8", "save it as UTF-8");
    } catch (IOException e) {
      throw one(file.toString(), "the file cannot be read: " + e, "let this user read it");
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw one(
          file.getFileName() + ":" + line,
          "not YAML: " + e.getProblem(),
          "quote values that hold : # { or [, or write long texts as a block after |");
    } catch (YAMLException e) {
      throw one(file.getFileName() + ":1", "not YAML: " + e.getMessage(), "remove what it names");
    }
  }

  private static ProblemsException one(String place, String message, String remedy) {
    return new ProblemsException(List.of(new Problem(place, message, remedy)));
  }

  private static PipelineConfig pipeline(Section top, Path folder) {
    String name = name(top);
    Source source = source(top);
    Optional<Kafka> kafka =
        top.has("kafka") ? Optional.of(kafka(top.section("kafka"))) : Optional.empty();
    String data = top.text("data-dir");
    PipelineConfig.Pace pace = PaceReader.read(top.section("pace"), PaceReader.DEFAULT);
    Ops ops = OpsReader.read(top.section("ops"));
    List<PipelineConfig.Field> fields = FieldReader.all(top, pace);
    Optional<PipelineConfig.Verify> verify = VerifyReader.read(top);
    top.done();
    Path dataDir = folder.resolve(data == null ? "everfill-data" : data).normalize();
    return new PipelineConfig(name, source, kafka, dataDir, pace, ops, fields, verify);
  }

  private static String name(Section top) {
    String name = top.text("name");
    if (name == null) {
      return "everfill";
    }
    boolean taken =
        name.startsWith("pg_") || name.equals("public") || name.equals("information_schema");
    if (!NAME.matcher(name).matches() || taken) {
      top.refuse(
          "name",
          "\"" + name + "\" cannot name a schema, a slot and topics alike",
          "use 1 to 40 of a-z, 0-9 and _, starting with a letter; not public, not pg_…");
      return "everfill";
    }
    return name;
  }

  private static Source source(Section top) {
    if (!top.has("source")) {
      top.missing("source", "say which database: source: {url: …, user: …, password: …}");
    }
    Section section = top.section("source");
    String url = top.has("source") ? required(section, "url", "jdbc:postgresql://host/db") : "";
    String user = top.has("source") ? required(section, "user", "the role to connect as") : "";
    checkUrl(section, url);
    String password = section.text("password");
    Section pool = section.section("pool");
    Pool read =
        new Pool(
            pool.integer("max", 20, 6, 1000),
            pool.duration("idle", Duration.ofSeconds(30)),
            pool.duration("connect", Duration.ofSeconds(5)));
    pool.done();
    section.done();
    return new Source(url, user, password == null ? "" : password, read);
  }

  private static void checkUrl(Section section, String url) {
    if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
      section.refuse(
          "url",
          "is no JDBC address of a PostgreSQL",
          "write jdbc:postgresql://host:5432/database");
    } else if (url.matches(".*[?&](user|password)=.*")
        || url.matches("jdbc:postgresql://[^/]*@.*")) {
      section.refuse(
          "url",
          "holds a user or a password, which would be shown in messages",
          "move them to source.user and source.password");
    }
  }

  private static Kafka kafka(Section section) {
    String servers = required(section, "bootstrap-servers", "localhost:9092");
    int partitions = section.integer("partitions", DEFAULT_PARTITIONS, 1, 1000);
    Section properties = section.section("properties");
    Map<String, String> pairs = properties.pairs(true);
    pairs.values().removeIf(java.util.Objects::isNull);
    section.done();
    return new Kafka(servers, partitions, pairs);
  }

  private static String required(Section section, String key, String example) {
    String text = section.text(key);
    if (!section.has(key)) {
      section.missing(key, "write " + key + ": " + example);
    }
    return text == null ? "" : text;
  }
}
