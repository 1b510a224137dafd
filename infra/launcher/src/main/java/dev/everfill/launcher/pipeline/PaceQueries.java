package dev.everfill.launcher.pipeline;

import dev.everfill.base.config.PipelineConfig;
import dev.everfill.base.error.Problem;
import dev.everfill.sink.signal.PaceQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tries each {@code pace.query} once, read-only and for a bounded time. Stateless. */
final class PaceQueries {
  private PaceQueries() {}

  /**
   * @param connection in auto-commit mode
   */
  static List<Problem> check(Connection connection, PipelineConfig config) throws SQLException {
    Map<String, String> places = new LinkedHashMap<>();
    add(places, config.pace(), "pace.query");
    for (PipelineConfig.Field field : config.fields()) {
      add(places, field.pace(), field.place() + ".pace.query");
    }
    List<Problem> problems = new ArrayList<>();
    for (Map.Entry<String, String> one : places.entrySet()) {
      PaceQuery.problem(connection, one.getKey())
          .ifPresent(
              wrong ->
                  problems.add(
                      new Problem(
                          one.getValue(),
                          "cannot be asked: " + wrong,
                          "write one SELECT of one number, from 0 for all the room there is to 1"
                              + " for none, that this role may run in "
                              + PaceQuery.PATIENCE.toMillis()
                              + " ms")));
    }
    return problems;
  }

  private static void add(Map<String, String> places, PipelineConfig.Pace pace, String place) {
    if (pace != null && pace.query() != null) {
      places.putIfAbsent(pace.query(), place);
    }
  }
}
