package dev.everfill.processor.operator;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A place where records of one partitioning come together: its operators share the partition and
 * the store.
 *
 * @param name of the place, its store and its changelog; part of what is stored, so it never
 *     changes
 * @param inputs the topics that are read here
 * @param outputs the topics that are written from here
 * @param last whether the derived topic is written from here
 */
public record SiteDefinition(
    String name, List<String> inputs, List<String> outputs, boolean last, Factory factory) {
  public SiteDefinition {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Makes the operators of one partition over its store as it is. */
  @FunctionalInterface
  public interface Factory {
    /**
     * @param outlets by topic
     */
    Operators make(Site site, Map<String, Outlet> outlets);
  }

  /**
   * The operators of one partition.
   *
   * @param inlets by topic
   * @param live whether changes go through at once
   */
  public record Operators(Map<String, Inlet> inlets, BooleanSupplier live) {
    public Operators {
      inlets = Map.copyOf(inlets);
    }
  }
}
