package dev.everfill.sink.postgres;

import dev.everfill.base.error.Reason;

/** A step that PostgreSQL did not do: everything of it is rolled back, or its fate is unknown. */
public final class WriteFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Who must act. */
  public enum Kind {
    /** Nobody: it may succeed later. The stored progress tells whether it has. */
    RETRY,
    /** The group: somebody else owns a partition. */
    FENCED,
    /** Whoever has one of the rows: its value is refused, and would be again. Rolled back. */
    ROW,
    /** The user: this field cannot go on as things are. */
    FIELD
  }

  private final Kind kind;
  private final Reason reason;
  private final String sqlState;

  WriteFailure(Kind kind, Reason reason, String sqlState, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.reason = reason;
    this.sqlState = sqlState;
  }

  public Kind kind() {
    return kind;
  }

  /** The same, for somebody else to act. */
  public WriteFailure as(Kind other) {
    return new WriteFailure(other, reason, sqlState, getMessage(), this);
  }

  public Reason reason() {
    return reason;
  }

  /** Empty if there is none. */
  public String sqlState() {
    return sqlState;
  }
}
