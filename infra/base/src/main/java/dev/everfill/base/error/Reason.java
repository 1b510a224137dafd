package dev.everfill.base.error;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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

  /** The reason of this code; empty if it is none of these. */
  public static Optional<Reason> of(String code) {
    return Arrays.stream(values()).filter(one -> one.code().equals(code)).findFirst();
  }

  /** The word in messages, metrics and JSON: {@code slot_lost}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
