package org.coremux.scenario;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where something was written, so that whatever is wrong with it can be shown there.
 *
 * @param source the file as the user named it, or {@code --set PATH=VALUE}
 * @param line from 1, or 0 where lines mean nothing
 * @param column from 1, or 0 where columns mean nothing
 * @param folder what a relative file name written here is relative to
 */
record Place(String source, int line, int column, Path folder) {

  Place {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(folder, "folder");
  }

  Place at(int newLine, int newColumn) {
    return new Place(source, newLine, newColumn, folder);
  }
}
