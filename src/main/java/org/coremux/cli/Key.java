package org.coremux.cli;

/**
 * A key that somebody has pressed.
 *
 * @param kind what it is
 * @param character which one, where it is a character; else 0
 */
record Key(Kind kind, char character) {
  /** Nobody has pressed any in time. */
  static final Key NONE = new Key(Kind.NONE);

  /** The kinds of keys. */
  enum Kind {
    /** None in time. */
    NONE,
    /** A character. */
    CHARACTER,
    /** Enter. */
    ENTER,
    /** Backspace. */
    BACKSPACE,
    /** Escape, and nothing behind it. */
    ESCAPE,
    /** Arrow up. */
    UP,
    /** Arrow down. */
    DOWN,
    /** Page up. */
    PAGE_UP,
    /** Page down. */
    PAGE_DOWN,
    /** Home. */
    HOME,
    /** End. */
    END,
    /** One that has no name here. */
    OTHER,
    /** The keyboard is gone. */
    CLOSED
  }

  /** One that is no character. */
  Key(Kind kind) {
    this(kind, '\0');
  }

  /** A character. */
  static Key of(char character) {
    return new Key(Kind.CHARACTER, character);
  }

  /** Whether it is this character. */
  boolean is(char wanted) {
    return kind == Kind.CHARACTER && character == wanted;
  }
}
