package org.coremux.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs benchmarks, keeps what they measured and prints it where readers look.
 *
 * <p>Takes JMH's own options. Writes {@code benchmarks/results/DATE-CPU-JDK-COMMIT.json}, or {@code
 * -partial.json} so that it overwrites no complete result; where all benchmarks ran (no pattern was
 * given), also the tables in {@code benchmarks/README.md} and {@code README.md}. With {@code
 * --table} alone it runs nothing, and makes the tables from the newest complete result.
 */
public final class Benchmarks {
  /** What names a policy where each installed one is measured. */
  static final String SCHEDULER = "scheduler";

  private static final Path RESULTS = Path.of("benchmarks", "results");
  private static final Path[] READERS = {Path.of("benchmarks", "README.md"), Path.of("README.md")};
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Benchmarks() {}

  public static void main(String[] arguments)
      throws IOException, RunnerException, CommandLineOptionException {
    if (arguments.length == 1 && arguments[0].equals("--table")) {
      writeTables(newestComplete());
      return;
    }
    CommandLineOptions options = new CommandLineOptions(arguments);
    if (options.shouldHelp()) {
      options.showHelp();
      return;
    }
    if (options.shouldList()) {
      new Runner(options).list();
      return;
    }
    boolean isComplete = options.getIncludes().isEmpty() && options.getExcludes().isEmpty();
    Path result = run(options, isComplete);
    System.out.println(result);
    if (isComplete) {
      writeTables(result);
    }
  }

  private static Path run(CommandLineOptions options, boolean isComplete)
      throws IOException, RunnerException {
    Path raw = Files.createTempFile("benchmarks", ".json");
    ChainedOptionsBuilder builder =
        new OptionsBuilder()
            .parent(options)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .resultFormat(ResultFormatType.JSON)
            .result(raw.toString());
    if (!options.getParameter(SCHEDULER).hasValue()) {
      builder.param(SCHEDULER, Policies.names());
    }
    new Runner(builder.build()).run();
    ObjectNode kept = JSON.createObjectNode();
    kept.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    kept.put("cpu", cpu());
    kept.put("jdk", System.getProperty("java.vm.version"));
    kept.put("commit", commit());
    kept.put("complete", isComplete);
    kept.set("results", withoutPaths(JSON.readTree(raw.toFile())));
    Files.delete(raw);
    Files.createDirectories(RESULTS);
    Path file =
        RESULTS.resolve(
            String.join(
                    "-",
                    kept.get("date").asText(),
                    slug(kept.get("cpu").asText()),
                    "jdk" + Runtime.version().feature(),
                    kept.get("commit").asText())
                + (isComplete ? ".json" : "-partial.json"));
    Files.writeString(file, JSON.writeValueAsString(kept) + "\n");
    return file;
  }

  /** Where the JVM lies on the machine is nobody's business. */
  private static JsonNode withoutPaths(JsonNode results) {
    for (JsonNode result : results) {
      ((ObjectNode) result).remove("jvm");
      ((ObjectNode) result).remove("jvmArgs");
    }
    return results;
  }

  private static String cpu() throws IOException {
    Path description = Path.of("/proc/cpuinfo");
    if (Files.exists(description)) {
      for (String line : Files.readAllLines(description)) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    }
    return System.getProperty("os.arch");
  }

  private static String commit() throws IOException {
    Properties build = new Properties();
    try (InputStream file = Benchmarks.class.getResourceAsStream("/org/coremux/build.properties")) {
      build.load(file);
    }
    return build.getProperty("commit");
  }

  private static String slug(String name) {
    return name.replaceAll("\\((R|TM)\\)| CPU|@.*", "")
        .strip()
        .replaceAll("[^A-Za-z0-9]+", "-")
        .toLowerCase(Locale.ROOT);
  }

  private static Path newestComplete() throws IOException {
    try (Stream<Path> files = Files.list(RESULTS)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted((a, b) -> b.compareTo(a))
          .filter(Benchmarks::isComplete)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no complete result in " + RESULTS));
    }
  }

  private static boolean isComplete(Path file) {
    try {
      return JSON.readTree(file.toFile()).get("complete").asBoolean();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static void writeTables(Path result) throws IOException {
    String table = BenchmarkTable.of(JSON.readTree(result.toFile()));
    for (Path reader : READERS) {
      if (Files.exists(reader)) {
        Files.writeString(reader, BenchmarkTable.inserted(Files.readString(reader), table));
        System.out.println(reader);
      }
    }
  }
}
