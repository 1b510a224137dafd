package dev.everfill.producer.stream;

import io.debezium.connector.postgresql.PostgresConnector;
import org.apache.kafka.connect.connector.Task;

/** Debezium's connector with {@link TextTask}; public because Connect creates it by name. */
public final class TextConnector extends PostgresConnector {
  @Override
  public Class<? extends Task> taskClass() {
    return TextTask.class;
  }
}
