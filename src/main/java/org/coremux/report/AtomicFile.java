package org.coremux.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that are there whole or not at all: written beside their place, then moved into it.
 *
 * <p>Two programs that write one file at once leave one of the two, never a mixture.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; need not close the stream. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, making the folders that it needs; what was there before is replaced.
   *
   * @throws UncheckedIOException with a message for people when it cannot; then nothing is left
   *     half-written, and what was there before is still there
   */
  public static void write(Path file, Content content) {
    try (Draft draft = new Draft(file)) {
      try {
        content.writeTo(draft.out);
      } catch (IOException e) {
        throw draft.cannot(e);
      }
      draft.keep();
    }
  }

  /**
   * A file that is written over a long time. It lies beside its place, hidden, until it is kept; it
   * is gone when it is closed before, and when the program is told to end.
   */
  public static final class Draft implements AutoCloseable {
    private final Path file;
    private final Path draft;
    private final OutputStream out;

    /**
     * Begins a file, making the folders that it needs.
     *
     * @throws UncheckedIOException with a message for people when it cannot
     */
    public Draft(Path file) {
      this.file = file;
      Path target = target();
      draft =
          target.resolveSibling(
              "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".draft");
      try {
        Files.createDirectories(target.getParent());
        if (Files.isDirectory(target)) {
          throw new FileSystemException(file.toString(), null, "it is a folder");
        }
        out =
            Files.newOutputStream(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        draft.toFile().deleteOnExit();
      } catch (IOException e) {
        throw cannot(e);
      }
    }

    private Path target() {
      return file.toAbsolutePath();
    }

    /** What takes its content; is closed with the file. */
    public OutputStream out() {
      return out;
    }

    /**
     * Moves it into its place, where it replaces what was there before.
     *
     * @throws UncheckedIOException with a message for people when it cannot
     */
    public void keep() {
      try {
        out.close();
        move(draft, target());
      } catch (IOException e) {
        throw cannot(e);
      }
    }

    /** What went wrong with the file, for people. */
    public UncheckedIOException cannot(IOException e) {
      return new UncheckedIOException("cannot write " + file + ": " + reason(e), e);
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        // It was not kept, so nobody misses its end.
      }
      discard(draft);
    }
  }

  /** What went wrong, in words that do not need Java. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is a file, not a folder";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static void move(Path draft, Path target) throws IOException {
    try {
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void discard(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      // The write has failed already and says why; a draft that cannot be deleted adds nothing.
    }
  }
}
