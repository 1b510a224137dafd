package dev.everfill.base.control;

/**
 * A step of one partition.
 *
 * @param from what the caller knows; its topic, partition, epoch and next offset must still hold
 * @param to what shall be; its epoch is not looked at
 */
public record Advance(Progress from, Progress to) {}
