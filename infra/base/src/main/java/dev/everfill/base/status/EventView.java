package dev.everfill.base.status;

import java.time.Instant;

/**
 * What happened: a line of the event log.
 *
 * @param id grows with every event
 * @param actor the stage, command or person
 * @param field null for the pipeline itself
 * @param kind a word: paused, live, failed, verified
 * @param detail a JSON object as text
 */
public record EventView(
    long id, Instant at, String actor, String field, String kind, String detail) {}
