package dev.everfill.sink.signal;

import dev.everfill.base.control.FieldRef;
import dev.everfill.sink.WriteField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Which signals are asked for which fields. Stateless. */
public final class SignalPlan {
  private SignalPlan() {}

  /**
   * All signals; what fields have in common is asked once.
   *
   * @param pipeline what the names of all its sessions begin with
   * @param application how its writing sessions are called
   * @param nanos the monotonic clock
   */
  public static List<Watched> of(
      List<WriteField> fields, String pipeline, String application, LongSupplier nanos) {
    Set<FieldRef> all = new HashSet<>();
    fields.forEach(one -> all.add(FieldRef.of(one.field())));
    long now = nanos.getAsLong();
    List<Watched> watched = new ArrayList<>();
    for (Signal signal :
        List.of(
            new LockWaiters(application),
            new WalRate(nanos),
            new ArchiveQueue(),
            new Checkpoints(nanos),
            new Sessions(pipeline + " "),
            new ServerConnections())) {
      watched.add(new Watched(signal, all, now));
    }
    by(fields, one -> one.field().target().name())
        .forEach((target, some) -> watched.add(new Watched(new Vacuum(target), some, now)));
    by(fields, one -> one.pace().replicaLag())
        .forEach((lag, some) -> watched.add(new Watched(new ReplicaLag(lag, nanos), some, now)));
    by(fields, one -> one.pace().query())
        .forEach((query, some) -> watched.add(new Watched(new PaceQuery(query), some, now)));
    return watched;
  }

  private static <T> Map<T, Set<FieldRef>> by(
      List<WriteField> fields, Function<WriteField, T> what) {
    Map<T, Set<FieldRef>> by = new LinkedHashMap<>();
    for (WriteField one : fields) {
      T key = what.apply(one);
      if (Objects.nonNull(key)) {
        by.computeIfAbsent(key, unknown -> new HashSet<>()).add(FieldRef.of(one.field()));
      }
    }
    return by;
  }
}
