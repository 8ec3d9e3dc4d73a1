package org.coremux.scenario;

import java.util.Optional;
import org.coremux.platform.Platform;
import org.coremux.scenario.Node.Entry;
import org.coremux.scenario.Node.Mapping;
import org.coremux.scenario.Node.Scalar;
import org.coremux.scenario.Node.Sequence;

/**
 * The same scenario on something else: every host has another platform, or another scheduler. Used
 * by comparisons, after {@code --set} and before anything is checked.
 *
 * <p>What a platform cannot take is left out where that changes no guest's work: a {@code domain0}
 * where there is no driver domain, a {@code background} where every guest has cores of its own. The
 * file's own {@code scheduler} was chosen for the platform that it names: it holds on platforms of
 * the same type whose own policy is the same, and elsewhere only if {@code --set} says so.
 */
public final class Variant {
  /** The scenario as it is written. */
  public static final Variant NONE = new Variant(null, null, null);

  private static final String PLATFORM = "platform";
  private static final String SCHEDULER = "scheduler";

  private final String platform;
  private final String scheduler;
  private final Plugins plugins;

  private Variant(String platform, String scheduler, Plugins plugins) {
    this.platform = platform;
    this.scheduler = scheduler;
    this.plugins = plugins;
  }

  /**
   * Every host has that platform, a preset or a file.
   *
   * @throws IllegalArgumentException if there is none of that name
   * @throws ScenarioException if it is a file, and something is wrong with it
   */
  public static Variant platform(String name, Plugins plugins) {
    plugins.platform(name);
    return new Variant(name, null, plugins);
  }

  /** Every host has that scheduler, with its default parameters. */
  public static Variant scheduler(String name) {
    return new Variant(null, name, null);
  }

  /** Changes the hosts of a scenario that is not read yet. */
  void apply(Mapping scenario) {
    if (!(scenario.value("hosts") instanceof Sequence hosts)) {
      return; // the reader says what is wrong with it
    }
    for (Node host : hosts.items()) {
      if (host instanceof Mapping mapping && platform != null) {
        put(mapping, PLATFORM, platform);
      } else if (host instanceof Mapping mapping && scheduler != null) {
        mapping.entries().put(SCHEDULER, entry(mapping.place(), scheduler));
      }
    }
  }

  private void put(Mapping host, String key, String name) {
    Platform target = plugins.platform(name);
    if (host.value(SCHEDULER) != null && !isSet(host.entries().get(SCHEDULER))) {
      Optional<Platform> written = written(host);
      if (written.isEmpty() || !isSameKind(written.get(), target)) {
        host.entries().remove(SCHEDULER);
      }
    }
    if (!target.traits().hasDomain0()) {
      host.entries().remove("domain0");
    }
    if (target.traits().type() == Platform.Type.DEDICATED) {
      host.entries().remove("background");
    }
    host.entries().put(key, entry(host.place(), name));
  }

  private Optional<Platform> written(Mapping host) {
    String name = host.value(PLATFORM) instanceof Scalar scalar ? scalar.text() : "bare-metal";
    try {
      return Optional.of(plugins.platform(name));
    } catch (IllegalArgumentException | ScenarioException unknown) {
      return Optional.empty();
    }
  }

  private static boolean isSameKind(Platform one, Platform other) {
    return one.traits().type() == other.traits().type()
        && one.traits().scheduler().equals(other.traits().scheduler());
  }

  /** Whether the key, or anything below it, is from the command line. */
  private static boolean isSet(Entry entry) {
    return isSet(entry.key()) || isSet(entry.value());
  }

  private static boolean isSet(Node node) {
    return isSet(node.place())
        || node instanceof Mapping mapping
            && mapping.entries().values().stream().anyMatch(Variant::isSet);
  }

  private static boolean isSet(Place place) {
    return place.source().startsWith("--set ");
  }

  private static Entry entry(Place place, String text) {
    return new Entry(place, new Scalar(place, text, true));
  }
}
