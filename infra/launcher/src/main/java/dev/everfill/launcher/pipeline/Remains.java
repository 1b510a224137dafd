package dev.everfill.launcher.pipeline;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.control.ControlSchema;
import dev.everfill.base.kafka.TopicAdmin;
import dev.everfill.base.kafka.TopicNames;
import dev.everfill.base.postgres.Database;
import dev.everfill.base.postgres.Sql;
import dev.everfill.base.postgres.SqlStates;
import dev.everfill.embedded.OwnedFolder;
import dev.everfill.producer.CaptureResources;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** What a pipeline leaves behind when it is stopped, and how to remove it. Stateless. */
public final class Remains {
  private static final List<String> LOCAL = List.of("kafka", LocalState.FOLDER);

  private Remains() {}

  /**
   * Removes slot, publication, topics, groups, control schema, origin and local state; never a
   * column. Harmless where something is missing already.
   *
   * @param says gets a line for each step
   * @throws dev.everfill.base.error.EverfillException if a server fails or the pipeline still runs
   */
  public static void destroy(PipelineConfig config, Consumer<String> says) {
    Sessions sessions = new Sessions(config);
    try (OwnedFolder owned =
        OwnedFolder.take(config.dataDir(), "stop the pipeline before destroying it")) {
      try (Connection connection = sessions.open(Duration.ofMinutes(1))) {
        says.accept(capture(connection, new CaptureResources(config.name())));
        topics(config, says);
        schema(config);
        says.accept("dropped the control schema " + config.name());
        says.accept(origin(connection, config.name()));
      } catch (SQLException failed) {
        throw SqlStates.failure("destroying " + config.name(), failed);
      }
      LOCAL.forEach(name -> LocalState.delete(owned.path().resolve(name)));
      says.accept("deleted the local state in " + owned.path());
    }
  }

  /** The slot goes first; the publication may be somebody else's. */
  private static String capture(Connection connection, CaptureResources resources)
      throws SQLException {
    try {
      resources.drop(connection);
      return "dropped slot and publication";
    } catch (SQLException failed) {
      if (!SqlStates.of(failed).equals("42501")) {
        throw failed;
      }
      return "dropped the slot; the publication stays, its owner may run: DROP PUBLICATION "
          + Sql.quoted(resources.publication());
    }
  }

  private static void topics(PipelineConfig config, Consumer<String> says) {
    if (config.kafka().isEmpty()) {
      return; // The embedded broker goes with its folder.
    }
    TopicNames names = new TopicNames(config.name());
    try (TopicAdmin admin =
        new TopicAdmin(Settings.existing(config.kafka().get()), Topics.TIMEOUT)) {
      List<String> topics = admin.topicsOf(names);
      admin.deleteGroups(admin.groupsOf(names));
      admin.delete(topics);
      says.accept("deleted " + topics.size() + " topics");
    }
  }

  private static void schema(PipelineConfig config) {
    try (Database database =
        new Database(Settings.postgres(config), Settings.pool(config), "everfill-destroy")) {
      new ControlSchema(database, config.name()).drop();
    }
  }

  private static String origin(Connection connection, String name) {
    try {
      Sql.on(connection)
          .fetch(
              "SELECT pg_catalog.pg_replication_origin_drop(roname)"
                  + " FROM pg_catalog.pg_replication_origin WHERE roname = {0}",
              DSL.val(name));
      return "dropped the replication origin";
    } catch (DataAccessException denied) {
      return "the replication origin stays; an administrator may run:"
          + " SELECT pg_replication_origin_drop('"
          + name
          + "')";
    }
  }
}
