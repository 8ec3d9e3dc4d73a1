package org.coremux.scenario;

/** Texts as YAML has them. */
public final class YamlText {

  private YamlText() {}

  /** {@code text} plain where that is safe, in double quotes where it is not. */
  public static String quoted(String text) {
    boolean isWord =
        text.matches("[A-Za-z_/][A-Za-z0-9_./+-]*(?: [A-Za-z0-9_./+-]+)*")
            && !text.matches("(?i)true|false|null|yes|no|on|off|y|n");
    return isWord ? text : doubleQuoted(text);
  }

  private static String doubleQuoted(String text) {
    StringBuilder yaml = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> yaml.append("\\\"");
                case '\\' -> yaml.append("\\\\");
                case '\n' -> yaml.append("\\n");
                case '\t' -> yaml.append("\\t");
                default -> {
                  if (isPlain(c)) {
                    yaml.appendCodePoint(c);
                  } else {
                    yaml.append(
                        String.format(
                            java.util.Locale.ROOT, c > 0xFFFF ? "\\U%08X" : "\\u%04X", c));
                  }
                }
              }
            });
    return yaml.append('"').toString();
  }

  private static boolean isPlain(int c) {
    return c >= 0x20 && c < 0x7F
        || c >= 0xA0 && c < 0xD800 && c != 0x2028 && c != 0x2029
        || c >= 0xE000 && c < 0xFFFE && c != 0xFEFF
        || c >= 0x10000;
  }
}
