package dev.everfill.producer;

import dev.everfill.base.error.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Whether the source database lets a capture work; each problem names the statement to run. */
public final class CapturePreconditions {
  private CapturePreconditions() {}

  /**
   * Everything that is wrong, all at once; changes nothing.
   *
   * @param connection as the capture's own role
   */
  public static List<Problem> check(Connection connection, CaptureSettings settings)
      throws SQLException {
    return List.of();
  }
}
