package dev.everfill.sink.coalesce;

/** A row and what became of it. */
public record Settled(Pending row, Outcome outcome) {}
