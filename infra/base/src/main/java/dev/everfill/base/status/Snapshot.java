package dev.everfill.base.status;

import dev.everfill.base.postgres.ConnectionBudget;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A pipeline at one moment.
 *
 * @param at when this was put together, by this process's clock
 * @param started the stages have been started (or this process has no stage to start)
 * @param trouble what keeps this snapshot from being the latest truth or the pipeline from working
 *     as a whole: an unreachable server, a configuration that was refused; null while there is none
 * @param fields in the configuration's order; as last known while a server cannot be reached
 * @param instances all processes that have lately run the pipeline
 * @param connections of this process
 * @param quarantine the oldest refused rows, at most 1000
 * @param slot null before the first look, and for a role that does not look
 */
public record Snapshot(
    Instant at,
    boolean started,
    Trouble trouble,
    List<FieldView> fields,
    List<InstanceView> instances,
    ConnectionBudget.Usage connections,
    List<QuarantineView> quarantine,
    SlotView slot) {
  public Snapshot {
    fields = List.copyOf(fields);
    instances = List.copyOf(instances);
    quarantine = List.copyOf(quarantine);
  }

  /**
   * The same things seen, at another moment.
   *
   * @param now null if nothing troubles it
   */
  public Snapshot seen(Instant when, boolean running, Trouble now) {
    return new Snapshot(when, running, now, fields, instances, connections, quarantine, slot);
  }

  /** The same, with other views of its fields. */
  public Snapshot with(List<FieldView> views) {
    return new Snapshot(at, started, trouble, views, instances, connections, quarantine, slot);
  }

  /** The field of that name. */
  public Optional<FieldView> field(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /**
   * Something that concerns the whole pipeline.
   *
   * @param reason a {@link dev.everfill.base.error.Reason} code
   * @param message in words, with the way out
   * @param since when it was first seen
   */
  public record Trouble(String reason, String message, Instant since) {}
}
