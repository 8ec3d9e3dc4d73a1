package org.coremux.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads text files that users name, whatever they are. */
public final class TextFile {

  /** A larger file is nothing that a person wrote. Unit: bytes. 64 MiB. Source: assumed. */
  private static final int BYTES_MAX = 64 << 20;

  private TextFile() {}

  /**
   * The text of a file, without a byte order mark.
   *
   * @param file what to read
   * @param shown the file as messages name it
   * @throws ScenarioException if it is missing, a folder, unreadable, too large or no text
   */
  public static String read(Path file, String shown) {
    if (Files.isDirectory(file)) {
      throw wrong(shown, "is a folder, where a file is expected");
    }
    if (!Files.exists(file)) {
      throw wrong(shown, "there is no such file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      // Not the size that the system tells: pipes and devices have none.
      bytes = in.readNBytes(BYTES_MAX + 1);
    } catch (IOException unreadable) {
      throw wrong(shown, "cannot be read" + (Files.isReadable(file) ? "" : ": permission denied"));
    }
    if (bytes.length > BYTES_MAX) {
      throw wrong(shown, "is larger than " + (BYTES_MAX >> 20) + " MiB");
    }
    return decoded(bytes, shown);
  }

  private static String decoded(byte[] bytes, String shown) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        throw wrong(shown, "is no text: byte " + (i + 1) + " is zero");
      }
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(in)
              .toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException broken) {
      throw wrong(shown, "is no UTF-8 text: byte " + (in.position() + 1) + " begins no character");
    }
  }

  private static ScenarioException wrong(String shown, String message) {
    return new ScenarioException(new Problem(shown, 0, 0, "", message));
  }
}
