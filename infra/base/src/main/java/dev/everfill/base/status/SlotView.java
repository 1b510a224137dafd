package dev.everfill.base.status;

/**
 * The replication slot, as the server sees it.
 *
 * @param status the server's word ({@code reserved, extended, unreserved, lost}), or {@code
 *     missing}
 * @param retainedWalBytes of log that the server keeps for it, ≥ 0; null while unknown
 * @param safeWalBytes that can still be written before the slot is lost; null if nothing bounds it
 */
public record SlotView(String name, String status, Long retainedWalBytes, Long safeWalBytes) {}
