package org.coremux.cli;

import java.util.List;

/** A terminal that is drawn on as a whole, and its keyboard. */
interface Screen extends AutoCloseable {
  /** How many lines it has now. */
  int rows();

  /** How many columns it has now. */
  int columns();

  /** Shows these lines, from the top, instead of what was there. */
  void show(List<String> lines);

  /** The next key; waits at most so long, or not at all. Unit: ms. */
  Key key(long waitMs);

  /** Gives the terminal back as it was. */
  @Override
  void close();
}
