package org.coremux.cli;

import picocli.CommandLine.IVersionProvider;

/**
 * What {@code --version} prints: the version, the commit that it was built from, and the JDK that
 * runs it.
 */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "coremux " + org.coremux.experiment.Version.number(),
      "commit " + org.coremux.experiment.Version.commit(),
      "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
    };
  }
}
