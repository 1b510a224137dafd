package dev.everfill.sink.postgres;

import dev.everfill.base.control.QuarantineStore.Share;
import dev.everfill.sink.coalesce.Settled;
import java.util.List;

/**
 * What a batch came to; it is committed.
 *
 * @param rows in the batch's order
 * @param heldNanos from before its statement, and so before the first row lock, to the commit's
 *     acknowledgement; of one of several that were sent together, see {@link Answer#held}
 * @param quarantine how full the field's quarantine is, if the batch put rows into it; else null
 */
public record Written(List<Settled> rows, long heldNanos, Share quarantine) {}
