package org.coremux.report;

/** A file that is not a result of Coremux, or not a sound one. The message is for people. */
public final class BadResultException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong, and where. */
  public BadResultException(String message) {
    super(message);
  }

  /** Says what is wrong, and why. */
  public BadResultException(String message, Throwable cause) {
    super(message, cause);
  }
}
