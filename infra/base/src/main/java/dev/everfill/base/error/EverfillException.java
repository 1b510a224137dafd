package dev.everfill.base.error;

/** A failure at run time, with the reason that says who must act. */
public final class EverfillException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Reason reason;

  public EverfillException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public EverfillException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
