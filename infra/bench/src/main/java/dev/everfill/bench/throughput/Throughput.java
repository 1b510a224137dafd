package dev.everfill.bench.throughput;

import dev.everfill.bench.contender.Bench;
import dev.everfill.bench.server.Dataset;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The sink with nothing in its way beside loops over the same rows.
 *
 * @param sink rows per second, of rows that had all been computed before
 * @param sinkBatch rows of its mean transaction
 * @param loops each kind of loop
 */
public record Throughput(double sink, double sinkBatch, List<Loop> loops) {
  /**
   * A loop over arrays.
   *
   * @param statement {@code same}: as the sink's, waiting for nobody; {@code plain}: the shortest
   *     that does it
   * @param batch rows of each transaction
   */
  public record Loop(String statement, int batch, double rowsPerSecond) {}

  /**
   * Measures it, with no application in the way: of each the best of as many rounds, and before
   * each round the table is packed.
   */
  public static Throughput measure(Bench bench, Dataset dataset)
      throws SQLException, IOException, InterruptedException {
    dataset.restore();
    SinkRate sink = SinkRate.measure(bench, dataset);
    ArrayLoop loop = ArrayLoop.of(bench, dataset);
    int batch = Math.max(1, (int) Math.round(sink.batch()));
    List<Loop> loops = new ArrayList<>();
    loops.add(new Loop("same", batch, best(dataset, loop, ArrayLoop.SAME, batch)));
    for (int rows : new int[] {batch, 5_000}) {
      loops.add(new Loop("plain", rows, best(dataset, loop, ArrayLoop.PLAIN, rows)));
    }
    return new Throughput(sink.rowsPerSecond(), sink.batch(), loops);
  }

  private static double best(Dataset dataset, ArrayLoop loop, String sql, int batch)
      throws SQLException {
    double best = 0;
    for (int round = 0; round < SinkRate.ROUNDS; round++) {
      dataset.setBack();
      best = Math.max(best, loop.measure(sql, batch));
    }
    return best;
  }

  /** Of the sink's rate to that of the loop with its statement and its mean batch. */
  public double ratio() {
    return loops.stream()
        .filter(loop -> loop.statement().equals("same"))
        .mapToDouble(loop -> sink / loop.rowsPerSecond())
        .min()
        .orElse(0);
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "unpaced: the sink, %.0f rows a transaction: %.0f rows/s",
            sinkBatch,
            sink));
    for (Loop loop : loops) {
      lines.add(
          String.format(
              Locale.ROOT,
              "unpaced: a loop, %s statement, %d rows a transaction: %.0f rows/s, ratio %.2f",
              loop.statement(),
              loop.batch(),
              loop.rowsPerSecond(),
              sink / loop.rowsPerSecond()));
    }
    return lines;
  }
}
