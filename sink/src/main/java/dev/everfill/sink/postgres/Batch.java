package dev.everfill.sink.postgres;

import dev.everfill.sink.coalesce.Backlog;
import dev.everfill.sink.coalesce.Part;
import dev.everfill.sink.coalesce.Pending;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of one field that are written in one transaction, by partition; each partition comes once.
 */
public record Batch(List<Part> parts) {
  public Batch {
    parts = List.copyOf(parts);
  }

  /** All rows, part by part. */
  public List<Pending> rows() {
    return parts.stream().flatMap(part -> part.rows().stream()).toList();
  }

  /** How many rows it has. */
  public int size() {
    return parts.stream().mapToInt(part -> part.rows().size()).sum();
  }

  /** Of one of its rows. */
  public int partition(Pending row) {
    return parts.stream()
        .filter(part -> part.rows().contains(row))
        .findFirst()
        .orElseThrow()
        .backlog()
        .stored()
        .partition();
  }

  /** Whether it has no rows, but only progress to store. */
  boolean isNews() {
    return parts.stream().allMatch(part -> part.rows().isEmpty());
  }

  /** Whether there are values to write, with nothing else to note than progress. */
  public boolean isPlain() {
    return parts.stream().allMatch(Part::isPlain)
        && parts.stream().flatMap(part -> part.rows().stream()).anyMatch(Pending::isValue);
  }

  /** The first {@code rows} rows, and the others; without parts that have none. */
  public List<Batch> split(int rows) {
    List<Part> first = new ArrayList<>();
    List<Part> second = new ArrayList<>();
    int left = rows;
    for (Part part : parts) {
      int here = Math.min(left, part.rows().size());
      add(first, part.backlog(), part.rows().subList(0, here));
      add(second, part.backlog(), part.rows().subList(here, part.rows().size()));
      left -= here;
    }
    return List.of(new Batch(first), new Batch(second));
  }

  private static void add(List<Part> parts, Backlog backlog, List<Pending> rows) {
    if (!rows.isEmpty()) {
      parts.add(new Part(backlog, rows));
    }
  }

  /** Says that its rows are on their way. */
  public void giveOut() {
    parts.forEach(part -> part.backlog().giveOut(part.rows()));
  }

  /** Says that its rows were not written; not while a batch of before is on its way. */
  public void takeBack() {
    parts.forEach(part -> part.backlog().takeBack(part.rows()));
  }

  /** Says that the steps are stored. */
  void committed() {
    parts.forEach(part -> part.backlog().committed());
  }
}
