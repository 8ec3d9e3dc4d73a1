package org.coremux.evidence.published;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.coremux.mux.SpeedFactor;
import org.coremux.platform.MixCosts;
import org.coremux.platform.Operation;
import org.coremux.platform.OperationMix;
import org.coremux.platform.PageWalk;
import org.coremux.platform.Path;
import org.coremux.platform.PathCost;
import org.coremux.platform.Platform;
import org.coremux.platform.Primitive;
import org.coremux.scenario.Platforms;

/**
 * What formulas of published tables can call by name; public because they do.
 *
 * <p>A path is written as {@code kvm/hypercall}, with an assist switched on as {@code
 * kvm+postedInterrupts/interrupt}, or off as {@code kvm!vmcsShadowing/hypercall}. Rows are chosen
 * by a basis, {@code predicted}, or by a key in which a star stands for anything, {@code *.xen};
 * recalled ones are never among them.
 */
public final class Terms {
  /** At one GHz a cycle is a nanosecond. Unit: Hz. */
  private static final long CYCLE_A_NS = 1_000_000_000L;

  private static final double NS_PER_US = 1_000;

  private static final Pattern ASSIST = Pattern.compile("([+!])(\\w+)");
  private static final Pattern PRESET = Pattern.compile("([\\w.-]+)((?:" + ASSIST + ")*)");

  private final PublishedTable table;
  private final ToDoubleFunction<PublishedRow> simulated;

  Terms(PublishedTable table, ToDoubleFunction<PublishedRow> simulated) {
    this.table = table;
    this.simulated = simulated;
  }

  // ---- presets ----

  /** All that elapses on a path, in cycles of the machine that was measured. */
  public double cycles(String path) {
    return elapsedNs(platform(path), path, CYCLE_A_NS);
  }

  /** The same where the platform is a guest of another. */
  public double cyclesNested(String path, String outer) {
    Platform nested = platform(path).under(preset(outer));
    return elapsedNs(nested, path, CYCLE_A_NS);
  }

  /** All that elapses on a path, in us on the machine that was measured. */
  public double us(String path) {
    return cpuUs(path) + latencyUs(path);
  }

  /** What a path occupies a processor for, in us on the machine that was measured. */
  public double cpuUs(String path) {
    return cost(path).cpuNs() / NS_PER_US;
  }

  /** What elapses on a path while nobody is occupied, in us on the machine that was measured. */
  public double latencyUs(String path) {
    return cost(path).latencyNs() / NS_PER_US;
  }

  /** A step by itself, such as {@code vmware-vt/exitEntry}, in cycles of the machine it was on. */
  public double stepCycles(String primitive) {
    Primitive one = platform(primitive).primitive(after(primitive));
    return one.cpu().cycles() + one.latency().cycles();
  }

  /** The same in ns, for one whose source has a time. */
  public double stepNs(String primitive) {
    Primitive one = platform(primitive).primitive(after(primitive));
    return one.cpu().ns() + one.latency().ns();
  }

  /** A step of a CPU profile by itself, such as {@code core2-2.66/exitEntry}, in cycles. */
  public double profileCycles(String primitive) {
    String profile = primitive.substring(0, primitive.indexOf('/'));
    return Platforms.profile(profile).primitives().stream()
        .filter(one -> one.name().equals(after(primitive)))
        .mapToLong(one -> one.cpu().cycles())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no step " + primitive));
  }

  /** How large a figure is, whichever its sign. */
  public double abs(double figure) {
    return Math.abs(figure);
  }

  /** A ratio of a platform, such as {@code kvm/walkRatio}. */
  public double ratio(String primitive) {
    return platform(primitive).primitive(after(primitive)).ratio() / (double) Path.WHOLE;
  }

  /** What a primitive has of a path, in us on the machine that was measured. */
  public double part(String path, String primitive) {
    Platform platform = platform(path);
    double ns = 0;
    for (Path.Step step : platform.path(after(path)).steps()) {
      if (step.primitive().equals(primitive)) {
        ns += platform.cost(step, platform.profile().clockHz()).cpuNs();
      }
    }
    return ns / NS_PER_US;
  }

  /** How many times a primitive is in a path. */
  public double times(String path, String primitive) {
    return platform(path).path(after(path)).steps().stream()
            .filter(step -> step.primitive().equals(primitive))
            .mapToInt(Path.Step::share)
            .sum()
        / (double) Path.WHOLE;
  }

  /**
   * How many times as long a program runs as a guest that a perfect TLB would make so much faster
   * on the bare hardware, 0.1 for a tenth.
   */
  public double slowedByWalks(String platform, double nativeGain) {
    Platform guests = preset(platform);
    long walkCycles = guests.primitive("pageWalk").cpu().cycles();
    double inWalks = nativeGain / (1 + nativeGain);
    long walks = StrictMath.round(inWalks * CYCLE_A_NS / walkCycles);
    OperationMix mix = new OperationMix(Map.of(Operation.TLB_MISS, walks), 0);
    int speed = new MixCosts(guests, mix, CYCLE_A_NS).speed(SpeedFactor.MEMORY);
    return MixCosts.NOMINAL / (double) speed;
  }

  /** References of a page walk through that many levels of the guest and of the host. */
  public double references(int guest, int host) {
    return PageWalk.references(guest, host);
  }

  private static PathCost cost(String path) {
    Platform platform = platform(path);
    return platform.cost(after(path), platform.profile().clockHz());
  }

  private static double elapsedNs(Platform platform, String path, long clockHz) {
    PathCost cost = platform.cost(after(path), clockHz);
    return cost.cpuNs() + cost.latencyNs();
  }

  private static Platform platform(String path) {
    return preset(path.substring(0, path.indexOf('/')));
  }

  /** A preset, with assists switched. */
  private static Platform preset(String written) {
    Matcher name = PRESET.matcher(written);
    if (!name.matches()) {
      throw new IllegalArgumentException(written + " is no platform");
    }
    Map<String, Boolean> switched = new LinkedHashMap<>();
    Matcher assist = ASSIST.matcher(name.group(2));
    while (assist.find()) {
      switched.put(assist.group(2), assist.group(1).equals("+"));
    }
    Platform platform = Platforms.preset(name.group(1));
    return switched.isEmpty() ? platform : platform.with(switched);
  }

  private static String after(String path) {
    return path.substring(path.indexOf('/') + 1);
  }

  // ---- rows ----

  /** The published figure of a row. */
  public double published(String key) {
    return row(key).published();
  }

  /** The model's figure of a row. */
  public double simulated(String key) {
    return simulated.applyAsDouble(row(key));
  }

  /** The error of a row. */
  public double error(String key) {
    return error(row(key));
  }

  /** The largest error of those rows, whichever way. */
  public double worst(String rows) {
    return chosen(rows).stream().mapToDouble(row -> Math.abs(error(row))).max().orElseThrow();
  }

  /** The median of the errors of those rows, whichever way. */
  public double median(String rows) {
    double[] errors = chosen(rows).stream().mapToDouble(row -> Math.abs(error(row))).toArray();
    if (errors.length == 0) {
      throw new IllegalArgumentException(table.id() + " has no rows " + rows);
    }
    return new Median().evaluate(errors);
  }

  private double error(PublishedRow row) {
    return simulated.applyAsDouble(row) / row.published() - 1;
  }

  private PublishedRow row(String key) {
    return table.rows().stream()
        .filter(row -> row.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(table.id() + " has no row " + key));
  }

  private List<PublishedRow> chosen(String rows) {
    String pattern = rows.replace(".", "\\.").replace("*", ".*");
    return table.rows().stream()
        .filter(row -> !row.isRecalled() && !row.simulated().isEmpty())
        .filter(row -> word(row.basis()).equals(rows) || row.key().matches(pattern))
        .toList();
  }

  private static String word(Basis basis) {
    return basis.name().toLowerCase(Locale.ROOT);
  }
}
