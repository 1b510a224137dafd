package dev.everfill.producer;

import dev.everfill.base.definition.TableName;
import java.util.Map;

/**
 * What a session begins with.
 *
 * @param captured how many tables were captured before
 * @param skipsOrigins the server can leave out what was written under an origin, and it shall
 * @param system what tells the server's data from another's
 * @param partitions of each table
 * @param topics the ids of the topics, by name
 */
record SessionStart(
    int captured,
    boolean skipsOrigins,
    String system,
    Map<TableName, PartitionSet> partitions,
    Map<String, String> topics) {}
