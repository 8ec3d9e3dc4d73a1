package org.coremux.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Map;
import java.util.Optional;

/** The floor plan of the project: which room is on which floor, and which floors are hot. */
final class Floors {
  static final String ROOT = "org.coremux";

  /** The highest hot floor: no library but Commons RNG and HdrHistogram up to here. */
  static final int HOT = 5;

  private static final Map<String, Integer> FLOOR =
      Map.ofEntries(
          Map.entry("engine", 0),
          Map.entry("metric", 0),
          Map.entry("topology", 1),
          Map.entry("mux", 2),
          Map.entry("sched", 3),
          Map.entry("platform", 3),
          Map.entry("net", 3),
          Map.entry("guest", 4),
          Map.entry("hypervisor", 5),
          Map.entry("cloud", 6),
          Map.entry("kubernetes", 7),
          Map.entry("scenario", 8),
          Map.entry("experiment", 9),
          Map.entry("evidence", 10),
          Map.entry("report", 11),
          Map.entry("cli", 12));

  private Floors() {}

  /** Read once for all tests that ask: that takes seconds. */
  private static final class Product {
    static final JavaClasses CLASSES =
        new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(ROOT);
  }

  /** What the jar holds, without tests and benchmarks, wherever the build puts its classes. */
  static JavaClasses product() {
    return Product.CLASSES;
  }

  /** The first part of a package's name below the root: {@code scenario} for scenario.trace. */
  static String room(String packageName) {
    if (!packageName.startsWith(ROOT + ".")) {
      return "";
    }
    String below = packageName.substring(ROOT.length() + 1);
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }

  /** The floor of a room; empty for a room that the plan does not know. */
  static Optional<Integer> floor(String room) {
    return Optional.ofNullable(FLOOR.get(room));
  }

  static boolean isOurs(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT) || name.startsWith(ROOT + ".");
  }

  static boolean isHot(String packageName) {
    return floor(room(packageName)).map(floor -> floor <= HOT).orElse(false);
  }
}
