package org.coremux.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.Doing;
import org.junit.jupiter.api.Test;

class PaletteTest {
  private static final List<Palette> PALETTES = List.of(Palette.LIGHT, Palette.DARK);

  /** Lightness that eyes tell apart beside one another. Unit: L* from 0 to 100. */
  private static final double GREY_MIN = 8;

  /** Distance of colours that nobody takes for one. Unit: CIELAB. */
  private static final double COLOUR_MIN = 12;

  /** Of linear red, green and blue. Source: Machado, Oliveira, Fernandes 2009, severity 1.0. */
  private static final double[][] PROTANOPIA = {
    {0.152286, 1.052583, -0.204868},
    {0.114503, 0.786281, 0.099216},
    {-0.003882, -0.048116, 1.051998}
  };

  private static final double[][] DEUTERANOPIA = {
    {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
  };

  @Test
  void neighboursAmongGuestsDifferInGrey() {
    for (int i = 1; i < Palette.GUESTS.size(); i++) {
      assertThat(greys(Palette.GUESTS.get(i - 1), Palette.GUESTS.get(i)))
          .as("guests %d and %d", i - 1, i)
          .isGreaterThan(2 * GREY_MIN);
    }
  }

  @Test
  void statesDifferFromEachOtherInGrey() {
    for (Palette palette : PALETTES) {
      List<Color> states = states(palette);
      for (int i = 0; i < states.size(); i++) {
        for (int j = 0; j < i; j++) {
          assertThat(greys(states.get(i), states.get(j)))
              .as("%s and %s", StatesData.ORDER.get(i), StatesData.ORDER.get(j))
              .isGreaterThan(GREY_MIN);
        }
      }
    }
  }

  @Test
  void heatOnlyEverGetsDarkerOrOnlyLighter() {
    for (Palette palette : PALETTES) {
      double sign = Math.signum(lab(palette.heat(1))[0] - lab(palette.heat(0))[0]);
      for (int i = 1; i < palette.heat().size(); i++) {
        double step = lab(palette.heat().get(i))[0] - lab(palette.heat().get(i - 1))[0];
        assertThat(sign * step).isGreaterThan(GREY_MIN);
      }
    }
  }

  @Test
  void colourBlindTellStatesAndOverheadAndNeighboursApart() {
    List<List<Color>> sets = new ArrayList<>();
    PALETTES.forEach(palette -> sets.add(states(palette)));
    sets.add(List.copyOf(Palette.OVERHEAD.values()));
    for (int i = 1; i < Palette.GUESTS.size(); i++) {
      sets.add(Palette.GUESTS.subList(i - 1, i + 1));
    }
    for (double[][] sight : List.of(PROTANOPIA, DEUTERANOPIA)) {
      for (List<Color> set : sets) {
        for (int i = 0; i < set.size(); i++) {
          for (int j = 0; j < i; j++) {
            assertThat(distance(seen(set.get(i), sight), seen(set.get(j), sight)))
                .as("%s and %s", set.get(i), set.get(j))
                .isGreaterThan(COLOUR_MIN);
          }
        }
      }
    }
  }

  @Test
  void linesStandOutFromTheBackground() {
    for (Palette palette : PALETTES) {
      for (Color guest : Palette.GUESTS) {
        double line = Palette.luminance(palette.line(guest)) + 0.05;
        double ground = Palette.luminance(palette.background()) + 0.05;
        assertThat(Math.max(line, ground) / Math.min(line, ground)).isGreaterThan(2.9);
      }
    }
  }

  @Test
  void lettersCanBeReadOnEveryColour() {
    List<Color> fills = new ArrayList<>(Palette.GUESTS);
    PALETTES.forEach(palette -> fills.addAll(palette.states().values()));
    for (Color fill : fills) {
      double ink = Palette.luminance(Palette.inkOn(fill)) + 0.05;
      double ground = Palette.luminance(fill) + 0.05;
      assertThat(Math.max(ink, ground) / Math.min(ink, ground)).as("%s", fill).isGreaterThan(3);
    }
  }

  private static List<Color> states(Palette palette) {
    return StatesData.ORDER.stream().map((Doing doing) -> palette.states().get(doing)).toList();
  }

  private static double greys(Color a, Color b) {
    return Math.abs(lab(a)[0] - lab(b)[0]);
  }

  private static double distance(double[] a, double[] b) {
    return Math.sqrt(
        (a[0] - b[0]) * (a[0] - b[0])
            + (a[1] - b[1]) * (a[1] - b[1])
            + (a[2] - b[2]) * (a[2] - b[2]));
  }

  private static double[] lab(Color color) {
    return lab(linear(color));
  }

  private static double[] seen(Color color, double[][] sight) {
    double[] rgb = linear(color);
    double[] seen = new double[3];
    for (int i = 0; i < 3; i++) {
      double sum = sight[i][0] * rgb[0] + sight[i][1] * rgb[1] + sight[i][2] * rgb[2];
      seen[i] = Math.max(0, Math.min(1, sum));
    }
    return lab(seen);
  }

  private static double[] linear(Color color) {
    double[] rgb = {color.getRed(), color.getGreen(), color.getBlue()};
    for (int i = 0; i < 3; i++) {
      double share = rgb[i] / 255;
      rgb[i] = share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
    return rgb;
  }

  /** Under D65. */
  private static double[] lab(double[] rgb) {
    double x = (0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.95047;
    double y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    double z = (0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.08883;
    return new double[] {116 * root(y) - 16, 500 * (root(x) - root(y)), 200 * (root(y) - root(z))};
  }

  private static double root(double of) {
    return of > 0.008856 ? Math.cbrt(of) : 7.787 * of + 16.0 / 116;
  }
}
