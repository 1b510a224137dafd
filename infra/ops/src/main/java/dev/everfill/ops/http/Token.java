package dev.everfill.ops.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The token that requests must bring. Holds only its digest. Safe for all threads. */
final class Token {
  private static final String SCHEME = "Bearer ";
  private final byte[] digest;

  /**
   * @param token null if none is asked for
   */
  Token(String token) {
    this.digest = token == null ? null : digest(token);
  }

  /**
   * In the same time whatever was sent.
   *
   * @param authorization the header; null if there is none
   */
  boolean allows(String authorization) {
    if (digest == null) {
      return true;
    }
    boolean bearer =
        authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    String sent = bearer ? authorization.substring(SCHEME.length()).strip() : "";
    return MessageDigest.isEqual(digest, digest(sent)) && bearer;
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
