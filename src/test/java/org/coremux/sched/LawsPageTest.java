package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.coremux.sched.Promise.Law;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/scheduling-laws.md} tells which policy is held to which law, as {@link Promises} has
 * it; {@code -Dgolden.update} writes it anew.
 */
class LawsPageTest {
  private static final Path PAGE = Path.of("docs", "scheduling-laws.md");
  private static final long MS = 1_000_000;

  private static final String HEAD =
      """
      # Which scheduler keeps which law

      Each law is tried on random hosts, 200 in an ordinary build, and `SchedulingLawsTest` holds
      every installed policy to it, one that is added too. This page is written from what the test
      goes by (`mvn -B verify -Dtest=LawsPageTest -Dgolden.update`).

      """;

  @Test
  void thePageTellsWhichPolicyIsHeldToWhichLaw() throws IOException {
    String page = HEAD + rules() + matrix() + bounds() + excuses();
    if (System.getProperty("golden.update") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).as("write it with -Dgolden.update").isEqualTo(page);
  }

  private static String rules() {
    return Arrays.stream(Law.values())
        .map(law -> "- **" + law.word + "**: " + law.rule + ".\n")
        .collect(Collectors.joining("", "", "\n"));
  }

  private static String matrix() {
    List<String> words = Arrays.stream(Law.values()).map(law -> law.word).toList();
    StringBuilder table = new StringBuilder();
    table.append("| policy | ").append(String.join(" | ", words)).append(" |\n|---|");
    table.append(":-:|".repeat(words.size())).append('\n');
    for (InstalledPolicy policy : InstalledPolicy.all()) {
      table.append("| `").append(policy.name()).append("` |");
      for (Law law : Law.values()) {
        table.append(isKept(policy, law) ? " yes |" : " |");
      }
      table.append('\n');
    }
    return table.append('\n').toString();
  }

  private static boolean isKept(InstalledPolicy policy, Law law) {
    Promise promise = Promises.of(policy);
    return law == Law.TIME_SCALE_ON_ONE
        ? promise.keeps(law) || promise.keeps(Law.TIME_SCALE)
        : promise.keeps(law) && (policy.caps() || law != Law.CAPS && law != Law.CAP_CHANGES);
  }

  private static String bounds() {
    StringBuilder text = new StringBuilder("## Bounds\n\n");
    for (InstalledPolicy policy : InstalledPolicy.all()) {
      List<String> told = bounds(Promises.of(policy));
      if (!told.isEmpty()) {
        text.append("- `").append(policy.name()).append("`: ");
        text.append(String.join("; ", told)).append(".\n");
      }
    }
    return text.append('\n').toString();
  }

  private static List<String> bounds(Promise promise) {
    List<String> told = new ArrayList<>();
    if (promise.keeps(Law.FAIRNESS)) {
      told.add(
          promise.isLottery
              ? "shares in the mean, by quanta of " + promise.shareNs / MS + " ms"
              : "shares to within " + promise.shareNs / MS + " ms");
    }
    if (promise.keeps(Law.WORK_CONSERVATION) && promise.idleNs > 0) {
      told.add("a pCPU idles beside work for up to " + promise.idleNs / MS + " ms");
    }
    if (promise.keeps(Law.LATENCY)) {
      told.add("turns of up to " + promise.turnNs / MS + " ms");
    }
    return told;
  }

  private static String excuses() {
    StringBuilder text = new StringBuilder("## Why not\n\n");
    for (InstalledPolicy policy : InstalledPolicy.all()) {
      for (Law law : Law.values()) {
        String excuse = Promises.of(policy).excuse(law);
        if (excuse != null && law != Law.LATENCY && !isKept(policy, law)) {
          text.append("- `").append(policy.name()).append("`, ").append(law.word);
          text.append(": ").append(excuse).append(".\n");
        }
      }
    }
    text.append("- All others, turns: no bound is known.\n");
    return text.append("- No caps: the policy has none, and refuses them.\n").toString();
  }
}
