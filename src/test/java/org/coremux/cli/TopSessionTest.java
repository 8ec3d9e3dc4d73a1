package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.coremux.experiment.Playback;
import org.coremux.experiment.Run;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys are pressed by a script, and real time passes only when the session waits for a key. */
@Timeout(120)
class TopSessionTest {
  private static final long MS = 1_000_000;

  private final List<List<String>> pictures = new ArrayList<>();
  private final Deque<Key> keys = new ArrayDeque<>();
  private final List<Playback> runs = new ArrayList<>();
  private long clockNs;
  private int rows = 24;
  private boolean isClosed;

  /** A terminal without a terminal. */
  private final class Script implements Screen {
    @Override
    public int rows() {
      return rows;
    }

    @Override
    public int columns() {
      return 80;
    }

    @Override
    public void show(List<String> lines) {
      pictures.add(lines);
    }

    @Override
    public Key key(long waitMs) {
      Key key = keys.isEmpty() ? new Key(Key.Kind.CLOSED) : keys.remove();
      if (key.kind() == Key.Kind.NONE) {
        clockNs += waitMs * MS;
      }
      return key;
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }

  /** {@code _} waits for the next picture, {@code ~} for ten, {@code \n} is Enter. */
  private TopSessionTest press(String typed) {
    typed.chars().forEach(c -> press((char) c));
    return this;
  }

  private void press(char c) {
    switch (c) {
      case '_' -> keys.add(Key.NONE);
      case '~' -> keys.addAll(Collections.nCopies(10, Key.NONE));
      case '\n' -> keys.add(new Key(Key.Kind.ENTER));
      default -> keys.add(Key.of(c));
    }
  }

  private TopSessionTest press(Key.Kind kind) {
    keys.add(new Key(kind));
    return this;
  }

  private static Model model() {
    Plugins plugins = Plugins.installed();
    return new Model(
        new ScenarioReader(plugins.catalogue()).read(Path.of(Shell.SCENARIO), List.of()),
        plugins,
        Model.Options.NORMAL);
  }

  private Playback fresh() {
    Playback run = new Playback(model(), 10 * MS);
    runs.add(run);
    return run;
  }

  private TopSession played(double speed, long intervalNs, long fromNs) {
    TopSession.Settings settings =
        new TopSession.Settings(
            "two guests", StandardCharsets.UTF_8, false, speed, intervalNs, fromNs);
    try (Script screen = new Script()) {
      TopSession session = new TopSession(screen, fresh(), this::fresh, () -> clockNs, settings);
      session.play();
      return session;
    }
  }

  private String last(int line) {
    return pictures.get(pictures.size() - 1).get(line);
  }

  private String bottom() {
    return last(rows - 1);
  }

  @Test
  void goesOnAsRealTimeDoesTimesTheSpeed() {
    press("~");
    TopSession session = played(0.1, 0, 0);
    assertThat(clockNs).isEqualTo(1_000 * MS);
    assertThat(session.nowNs()).isEqualTo(100 * MS);
    assertThat(last(0)).startsWith("two guests · 0.100 s of 210 ms · 1:10");
    assertThat(last(1)).startsWith("0.050 s to 0.100 s · ").contains("guests by CPU %");
    assertThat(isClosed).isTrue();
  }

  @Test
  void aPauseStopsTheSimulatedTimeAndNotTheReal() {
    press("__ ~ _");
    TopSession session = played(0.1, 0, 0);
    assertThat(session.nowNs()).isEqualTo(30 * MS);
    assertThat(pictures.get(8).get(0)).endsWith("1:10, paused");
  }

  @Test
  void isPlayedTwiceAsFastOrHalf() {
    press("_+_--_");
    TopSession session = played(0.1, 0, 0);
    assertThat(session.nowNs()).isEqualTo((10 + 20 + 5) * MS);
    assertThat(last(0)).endsWith("· 1:20");
  }

  @Test
  void theSpeedHasAnUpperEndAndALowerOne() {
    double speed = 1;
    for (int i = 0; i < 40; i++) {
      speed = LivePace.slower(speed);
    }
    assertThat(speed).isEqualTo(1.0 / 1024);
    for (int i = 0; i < 40; i++) {
      speed = LivePace.faster(speed);
    }
    assertThat(speed).isInfinite();
    assertThat(LivePace.slower(speed)).isEqualTo(65_536);
  }

  @Test
  void atTheEndItStaysOnTheLastPictureAndHasFollowedTheRun() {
    press("~~~");
    TopSession session = played(0.1, 0, 0);
    assertThat(session.nowNs()).isEqualTo(210 * MS);
    assertThat(last(0)).startsWith("two guests · 0.210 s of 210 ms · over");
    Model model = model();
    new Run(model).toEnd();
    Model watched = runs.get(0).model();
    assertThat(watched.hosts().get(0).traceHash()).isEqualTo(model.hosts().get(0).traceHash());
    assertThat(watched.simulation().events()).isEqualTo(model.simulation().events());
  }

  @Test
  void asFastAsPossibleIsNotBoundToTheClock() {
    press("m_");
    assertThat(played(0.001, 0, 0).nowNs()).isEqualTo(210 * MS);
    assertThat(last(0)).contains("over", "as fast as possible");
  }

  @Test
  void aSmallIntervalIsMeasuredAtAnySpeed() {
    press("_");
    played(Double.POSITIVE_INFINITY, 1 * MS, 0);
    // the interval is kept, whatever the speed
    press("s_");
    played(0.5, 1 * MS, 20 * MS);
    assertThat(last(1)).startsWith("0.020000 s to 0.021000 s");
  }

  @Test
  void stepsOneIntervalOn() {
    press(" s_s_");
    TopSession session = played(0.1, 7 * MS, 0);
    assertThat(session.nowNs()).isEqualTo(14 * MS);
    assertThat(last(1)).startsWith("0.007000 s to 0.014000 s");
    assertThat(last(0)).endsWith("paused");
  }

  @Test
  void stepsToTheNextSwitch() {
    press(" ._._");
    TopSession session = played(0.1, 7 * MS, 0);
    assertThat(session.nowNs()).isPositive().isLessThan(7 * MS);
    assertThat(last(0)).endsWith("paused");
  }

  @Test
  void goesToATimeAheadOrBehind() {
    press(" g150 ms\n_");
    assertThat(played(0.1, 10 * MS, 0).nowNs()).isEqualTo(150 * MS);
    assertThat(last(1)).startsWith("0.140 s to 0.150 s");
    assertThat(runs).hasSize(1);

    press(" g30 ms\n_");
    assertThat(played(0.1, 10 * MS, 100 * MS).nowNs()).isEqualTo(30 * MS);
    assertThat(last(1)).startsWith("0.020 s to 0.030 s");
    assertThat(runs).hasSize(3);
  }

  @Test
  void whatIsNoTimeIsTold() {
    press(" g5x\n_");
    played(0.1, 0, 0);
    assertThat(bottom()).contains("`5x`");
    press(" g5").press(Key.Kind.BACKSPACE).press("_");
    played(0.1, 0, 0);
    assertThat(bottom()).isEqualTo("go to (such as 1.5 s; Escape: nowhere):");
    press(" g5").press(Key.Kind.ESCAPE).press("x_");
    played(0.1, 0, 0);
    assertThat(bottom()).isEqualTo("`x` does nothing; ? says what does");
  }

  @Test
  void sortsByTheNextFigure() {
    press(" o");
    played(0.1, 0, 0);
    assertThat(last(1)).endsWith("guests by steal %");
  }

  @Test
  void helpIsOneKeyAway() {
    press(" ?");
    played(0.1, 0, 0);
    assertThat(pictures.get(pictures.size() - 1)).anyMatch(line -> line.contains("as fast as"));
  }

  @Test
  void scrollsAndKeepsToTheSizeOfTheTerminal() {
    rows = 8;
    press(" ").press(Key.Kind.END);
    played(0.1, 0, 0);
    assertThat(pictures).allMatch(lines -> lines.size() == 8);
    assertThat(bottom()).matches("(\\d+)-(\\d+)/\\2  .*");
    press(" ").press(Key.Kind.END).press(Key.Kind.PAGE_UP).press(Key.Kind.HOME);
    played(0.1, 0, 0);
    assertThat(bottom()).startsWith("1-4/");
    press(" ").press(Key.Kind.DOWN).press(Key.Kind.DOWN).press(Key.Kind.UP);
    played(0.1, 0, 0);
    assertThat(bottom()).startsWith("2-5/");
  }

  @Test
  void beginsWhereItIsTold() {
    press("_ ");
    assertThat(played(0.1, 10 * MS, 95 * MS).nowNs()).isGreaterThanOrEqualTo(95 * MS);
    assertThat(pictures.get(0).get(1)).startsWith("0.085 s to 0.095 s");
  }
}
