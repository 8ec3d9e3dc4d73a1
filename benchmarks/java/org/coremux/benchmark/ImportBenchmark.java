package org.coremux.benchmark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.coremux.scenario.importer.PerfSchedImport;
import org.coremux.scenario.importer.PerfSchedOptions;
import org.coremux.scenario.trace.ReplayFile;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many events of a recorded schedule per second does the import read, follow, and write out as
 * programs?
 *
 * <p>An operation is one event of {@link RecordingText}. The text lies in memory and what is
 * written goes nowhere: no disk is measured.
 *
 * <p>Command: {@code benchmarks/run Import}
 *
 * <p>What would make it lie: a text of one line over and over, which branch prediction learns; too
 * few events for lists to grow (there are 300,000); the start of a JVM and its compilation, which a
 * user's import pays once and which is not in the score.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(2)
public class ImportBenchmark {
  private static final int EVENTS = 300_000;

  private byte[] text;

  /** Writes the text. */
  @Setup
  public void write() {
    text = RecordingText.of(EVENTS);
  }

  /** One import of the whole text. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public String read() throws IOException {
    PerfSchedImport.Result result =
        new PerfSchedImport("text", PerfSchedOptions.USUAL)
            .read(new ByteArrayInputStream(text), "text", bytes -> {});
    ReplayFile.write(result.replay(), OutputStream.nullOutputStream());
    return result.scenario();
  }
}
