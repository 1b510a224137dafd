package dev.everfill.base.event;

import java.time.Instant;

/**
 * Where a change comes from; travels in the record's headers, as far as the derived topic.
 *
 * @param lsn in the source's log: of the change, or for a row read by a chunk of the watermark
 *     before it
 * @param committedAt when its transaction committed, by the source's clock; for a row read by a
 *     chunk the time of reading
 */
public record Position(long lsn, Instant committedAt) {}
