package dev.everfill.producer;

import dev.everfill.base.definition.TableName;

/** Another session has to look at a table's partitions. */
final class PartitionsChanged extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PartitionsChanged(TableName table) {
    super("the partitions of " + table + " have changed");
  }
}
