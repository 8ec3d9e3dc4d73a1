package org.coremux.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Coremux this is: said by results and by {@code --version}. */
public final class Version {
  private static final Properties BUILD = read();

  private Version() {}

  private static Properties read() {
    Properties build = new Properties();
    try (InputStream file = Version.class.getResourceAsStream("/org/coremux/build.properties")) {
      build.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read build.properties in the jar", e);
    }
    return build;
  }

  /** The version's number. */
  public static String number() {
    return BUILD.getProperty("version");
  }

  /** The commit that it was built from. */
  public static String commit() {
    return BUILD.getProperty("commit");
  }
}
