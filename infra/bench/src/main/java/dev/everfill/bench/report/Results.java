package dev.everfill.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints a report and writes it to a file. Stateless. */
public final class Results {
  private Results() {}

  /**
   * The table and the targets on stdout, everything in the file.
   *
   * @param about what it was measured with
   * @param file null for none
   * @return whether all targets hold
   */
  public static boolean tell(Map<String, Object> about, Report report, Duration maxHold, Path file)
      throws IOException {
    List<Target> targets = report.targets(maxHold);
    Table.lines(report).forEach(System.out::println);
    System.out.println();
    targets.forEach(System.out::println);
    if (file != null) {
      Map<String, Object> all = new LinkedHashMap<>(about);
      all.put("idles", report.idles());
      all.put("outcomes", report.outcomes());
      all.put("throughput", report.throughput());
      all.put("operations", report.operations());
      all.put("targets", targets);
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), all);
    }
    return targets.stream().allMatch(Target::holds);
  }
}
