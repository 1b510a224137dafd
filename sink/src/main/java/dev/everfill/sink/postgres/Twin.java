package dev.everfill.sink.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A statement prepared twice, so that one can be bound while the other is at work. */
final class Twin implements AutoCloseable {
  private final PreparedStatement first;
  private final PreparedStatement second;
  private boolean odd;

  Twin(Connection connection, String sql) throws SQLException {
    first = connection.prepareStatement(sql);
    second = connection.prepareStatement(sql);
  }

  PreparedStatement next() {
    odd = !odd;
    return odd ? first : second;
  }

  @Override
  public void close() throws SQLException {
    first.close();
    second.close();
  }
}
