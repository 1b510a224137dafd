package dev.everfill.base.error;

/** Why something failed, as a word that programs and people can act on. */
public enum Reason {
  CONFIGURATION_INVALID,
  DEFINITION_REFUSED,
  PERMISSION_DENIED,
  SERVER_UNREACHABLE,
  SCHEMA_CHANGED,
  /** PostgreSQL refuses a value that was to be written. */
  VALUE_REFUSED,
  SLOT_LOST,
  SLOT_GAP,
  SYSTEM_CHANGED,
  /** Rows came or went without a change that tells of them. */
  CHANGES_MISSED,
  TOPIC_RECREATED,
  QUARANTINE_FULL,
  DISK_FULL,
  FENCED,
  INTERNAL;

  /** The word in messages, metrics and JSON: {@code slot_lost}. */
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
