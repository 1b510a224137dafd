package dev.everfill.embedded;

/**
 * An embedded server could not be prepared, started or stopped. The message names the server, the
 * folder and the way out, and where the server said why, its own last lines.
 */
public final class EmbeddedServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EmbeddedServerException(String message) {
    super(message);
  }

  public EmbeddedServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
