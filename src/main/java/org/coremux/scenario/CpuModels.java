package org.coremux.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.coremux.engine.Parameter.Range;
import org.coremux.scenario.Node.Mapping;
import org.coremux.scenario.Quantity.Dimension;
import org.coremux.topology.CpuModel;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;

/**
 * Real CPUs by name, and those that users describe in files of the same form.
 *
 * <p>A file has the keys {@code cpu} (its name), {@code summary}, {@code nodes}, {@code llcs},
 * {@code cores} (each of one socket), {@code threads} (of a core), {@code clock} and {@code
 * source}; optional are {@code l2Size} (of a core), {@code llcSize} (of each cache), {@code
 * tdpWatts} (of a socket) and {@code smtFactor} (speed of each of two busy threads of a core,
 * 0.625).
 */
public final class CpuModels {
  private static final List<String> NAMES =
      List.of(
          "epyc-9654",
          "epyc-7763",
          "xeon-platinum-8380",
          "xeon-gold-6338",
          "xeon-e5-2690-v4",
          "xeon-e5-2450",
          "altra-q80-30",
          "graviton3",
          "core-i7-8650u",
          "raspberry-pi-4",
          "x-gene",
          "pentium-iii-733");

  private static final List<String> KEYS =
      List.of(
          "cpu",
          "summary",
          "nodes",
          "llcs",
          "cores",
          "threads",
          "clock",
          "l2Size",
          "llcSize",
          "tdpWatts",
          "smtFactor",
          "source");

  /** Largest thermal design power accepted. Unit: W. Source: assumed. */
  private static final int TDP_WATTS_MAX = 100_000;

  private CpuModels() {}

  /** The presets' names, servers first, in the order in which they are listed. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The preset of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static CpuModel preset(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException("there is no CPU " + name);
    }
    PresetReader reader = new PresetReader();
    return model(reader, reader.resource("cpus/" + name));
  }

  /**
   * A CPU from a user's file.
   *
   * @throws ScenarioException with everything that is wrong with the file
   */
  public static CpuModel read(Path file) {
    PresetReader reader = new PresetReader();
    return model(reader, reader.file(file));
  }

  private static OptionalLong size(PresetReader reader, Mapping node, String key) {
    return node.value(key) == null
        ? OptionalLong.empty()
        : OptionalLong.of(reader.quantity(node, key, Dimension.BYTES, Range.of(1, 1L << 50)));
  }

  private static CpuModel model(PresetReader reader, Mapping node) {
    reader.keys(node, "", KEYS);
    String name = reader.text(node, "", "cpu");
    String summary = reader.text(node, "", "summary");
    int nodes = reader.count(node, "", "nodes", Shape.CPUS_MAX);
    int llcs = reader.count(node, "", "llcs", Shape.CPUS_MAX);
    int cores = reader.count(node, "", "cores", Shape.CPUS_MAX);
    int threads = reader.count(node, "", "threads", Shape.THREADS_MAX);
    Range clocks = Range.of(Topology.CLOCK_HZ_MIN, Topology.CLOCK_HZ_MAX);
    long clockHz = reader.quantity(node, "clock", Dimension.FREQUENCY, clocks);
    double smt = reader.factor(node, "", "smtFactor", Range.of(1, 1_000_000), 0.625);
    OptionalLong l2Bytes = size(reader, node, "l2Size");
    OptionalLong llcBytes = size(reader, node, "llcSize");
    OptionalLong tdp = reader.optionalCount(node, "", "tdpWatts", TDP_WATTS_MAX);
    String source = reader.text(node, "", "source");
    reader.finish();
    try {
      Shape shape = new Shape(1, nodes, llcs, cores, threads);
      int smtFactor = StrictMath.max(1, (int) (smt * Topology.NOMINAL_SPEED));
      Topology topology = new Topology(shape, clockHz, smtFactor);
      OptionalInt watts =
          tdp.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) tdp.getAsLong());
      return new CpuModel(name, summary, topology, l2Bytes, llcBytes, watts, source);
    } catch (IllegalArgumentException impossible) {
      throw new ScenarioException(Problem.at(node.place(), "", impossible.getMessage()));
    }
  }
}
