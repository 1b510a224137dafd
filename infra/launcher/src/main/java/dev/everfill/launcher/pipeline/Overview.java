package dev.everfill.launcher.pipeline;

import dev.everfill.base.component.Stage;
import dev.everfill.base.component.StageStatus;
import dev.everfill.base.component.StageStatus.Progress;
import dev.everfill.base.control.FieldRef;
import dev.everfill.base.control.FieldStatus;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.Plans;
import dev.everfill.base.definition.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** How far each field has come, put together from what the stages say. Safe for all threads. */
final class Overview {
  private final Prepared prepared;
  private final Stages stages;
  private final Rates rates;

  Overview(Prepared prepared, Stages stages, Rates rates) {
    this.prepared = prepared;
    this.stages = stages;
    this.rates = rates;
  }

  /** One per field that has a status, in the configuration's order. */
  List<FieldProgress> of(List<FieldStatus> statuses) {
    StageStatus capture = stages.capture().status();
    StageStatus write = stages.write().status();
    List<FieldProgress> all = new ArrayList<>();
    for (FieldDefinition field : prepared.fields()) {
      Stage compute = stages.compute(field.name());
      statuses.stream()
          .filter(status -> status.field().equals(FieldRef.of(field)))
          .map(
              status ->
                  new FieldProgress(
                      status,
                      sum(field.name(), capture, tables(field)),
                      sum(field.name(), compute.status(), Set.of(field.name())),
                      sum(field.name(), write, Set.of(field.name())),
                      rates.of(status)))
          .forEach(all::add);
    }
    return all;
  }

  private static Set<String> tables(FieldDefinition field) {
    Set<String> tables = new TreeSet<>();
    tables.add(field.target().name().toString());
    Plans.scans(field.plan()).stream()
        .map(scan -> scan.table().name())
        .map(TableName::toString)
        .forEach(tables::add);
    return tables;
  }

  private static Long sum(List<Progress> of) {
    return of.stream().map(Progress::lag).filter(Objects::nonNull).reduce(Long::sum).orElse(null);
  }

  private static Progress sum(String name, StageStatus status, Set<String> parts) {
    List<Progress> of = status.progress().stream().filter(p -> parts.contains(p.name())).toList();
    boolean known = !of.isEmpty() && of.stream().allMatch(p -> p.total() >= 0);
    return new Progress(
        name,
        of.stream().mapToLong(Progress::done).sum(),
        known ? of.stream().mapToLong(Progress::total).sum() : -1,
        of.stream().allMatch(Progress::exact),
        !of.isEmpty() && of.stream().allMatch(Progress::complete),
        of.stream().mapToLong(Progress::handled).sum(),
        sum(of),
        of.stream()
            .map(Progress::lagSeconds)
            .filter(Objects::nonNull)
            .max(Double::compare)
            .orElse(null));
  }
}
