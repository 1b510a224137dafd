package dev.everfill.base.config;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * {@code everfill.yaml}, read and valid. Secrets are inside; {@code toString} masks them.
 *
 * @param name prefix of topics, slot and publication; the control schema
 * @param kafka empty: an embedded broker under {@code dataDir}
 * @param verify empty: fields are compared with their SELECTs only when somebody asks for it
 */
public record PipelineConfig(
    String name,
    Source source,
    Optional<Kafka> kafka,
    Path dataDir,
    Pace pace,
    Ops ops,
    List<Field> fields,
    Optional<Verify> verify) {
  public PipelineConfig {
    Objects.requireNonNull(name, "name");
    fields = List.copyOf(fields);
  }

  /** The header of the operations server's answers that says whose they are. */
  public static final String IDENTITY_HEADER = "Everfill-Pipeline";

  /**
   * Tells this pipeline on this database from every other, without saying where the database is; no
   * secret, and the same in every process that has the same name and address in its configuration.
   */
  public String identity() {
    String address = name + "\n" + source.url();
    return name + " " + UUID.nameUUIDFromBytes(address.getBytes(StandardCharsets.UTF_8));
  }

  /** Where the rows are and the columns go. */
  public record Source(String url, String user, String password, Pool pool) {
    @Override
    public String toString() {
      return "Source[" + url + ", user=" + user + ", password=***, " + pool + "]";
    }
  }

  /**
   * @param max connections, at least 1
   * @param idle after which a connection is closed
   * @param connect how long a connection may take
   */
  public record Pool(int max, Duration idle, Duration connect) {}

  /** An existing Kafka; {@code properties} may hold secrets. */
  public record Kafka(String bootstrapServers, int partitions, Map<String, String> properties) {
    public Kafka {
      properties = Map.copyOf(properties);
    }

    @Override
    public String toString() {
      return "Kafka[" + bootstrapServers + ", partitions=" + partitions + "]";
    }
  }

  /**
   * What bounds the write stage.
   *
   * @param maxHold how long a sink transaction may hold rows
   * @param rowsPerSecond empty: unlimited
   * @param replicaLag how far a replica may be behind
   * @param query a user's query that returns 0…1; null if there is none
   */
  public record Pace(
      Duration maxHold, Optional<Long> rowsPerSecond, Duration replicaLag, String query) {}

  /**
   * The operations server.
   *
   * @param bind never resolved; port 0 for any that is free
   * @param token that requests must bring; null, on loopback only, for none
   * @param hosts further names by which it is reached, with or without a port
   * @param stated whether the file says where to bind; if not, another port will do as well
   */
  public record Ops(InetSocketAddress bind, String token, List<String> hosts, boolean stated) {
    private static final Pattern LOOPBACK =
        Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|(0{1,4}:){7}0{0,3}1");

    public Ops {
      hosts = List.copyOf(hosts);
    }

    /** Whether the address is written as one that only this machine reaches. */
    public boolean loopback() {
      return LOOPBACK.matcher(bind.getHostString().toLowerCase(Locale.ROOT)).matches();
    }

    @Override
    public String toString() {
      return "Ops["
          + bind
          + ", token="
          + (token == null ? "none" : "***")
          + ", hosts="
          + hosts
          + "]";
    }
  }

  /**
   * When live fields are compared with their SELECTs without being asked.
   *
   * @param every after so much time since a field was last compared
   * @param repair whether rows that differ are written again
   */
  public record Verify(Duration every, boolean repair) {}

  /**
   * One field as the user wrote it.
   *
   * @param place where it stands, for messages: {@code everfill.yaml:12 fields[0]}
   * @param otherwise the text form by column; a null value is NULL
   * @param write {@code update} or {@code upsert}
   * @param pace overrides the pipeline's; null if it does not
   */
  public record Field(
      String place,
      String target,
      String select,
      Map<String, String> otherwise,
      List<String> indexes,
      List<String> reads,
      String write,
      Pace pace) {
    public Field {
      otherwise = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(otherwise));
      indexes = List.copyOf(indexes);
      reads = List.copyOf(reads);
    }
  }
}
