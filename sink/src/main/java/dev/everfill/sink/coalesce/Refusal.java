package dev.everfill.sink.coalesce;

import java.util.Objects;

/**
 * Why a row cannot be written.
 *
 * @param sqlState PostgreSQL's code; null if it was not PostgreSQL that refused
 * @param message the reason in words, without the row
 */
public record Refusal(String sqlState, String message) {
  public Refusal {
    Objects.requireNonNull(message, "message");
  }
}
