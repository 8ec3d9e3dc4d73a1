package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's own policy, in a jar, without a touch to the program. */
class PluginTest {
  private static final Path SOURCE = Path.of("src/test/resources/org/coremux/cli/LastFirst.java");

  @TempDir private Path folder;

  private final Shell shell = new Shell();

  private Path jar(Path source) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-cp", System.getProperty("java.class.path"), "-d", classes.toString(), "-proc:none");
      assertThat(
              compiler
                  .getTask(null, files, null, options, null, files.getJavaFileObjects(source))
                  .call())
          .isTrue();
    }
    Path jar = folder.resolve("own.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        zip.write(Files.readAllBytes(file));
      }
      zip.putNextEntry(new JarEntry("META-INF/services/org.coremux.mux.SchedulerProvider"));
      zip.write("example.LastFirst$Provider\n".getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  @Test
  void aPolicyOfOnesOwnRunsFromAJar() throws IOException {
    String jar = jar(SOURCE).toString();

    assertThat(shell.run("list", "schedulers", "--plugin", jar)).as(shell.err()).isZero();
    int code =
        shell.run(
            "run",
            Shell.SCENARIO,
            "--plugin",
            jar,
            "--check",
            "--set",
            "hosts.node.scheduler=last-first");

    assertThat(code).as(shell.err()).isZero();
    assertThat(shell.out())
        .contains("last-first: the one that woke last runs first")
        .contains("Host node: kvm, last-first, 2 pCPUs");
  }

  @Test
  void aPolicyThatBreaksTheContractIsToldWithTimeSeedAndCommand() throws IOException {
    String source = Files.readString(SOURCE).replace("queue.pop()", "null");
    Path broken = Files.createDirectories(folder.resolve("broken")).resolve("LastFirst.java");
    String jar = jar(Files.writeString(broken, source)).toString();

    int code =
        shell.run(
            "run", Shell.SCENARIO, "--plugin", jar, "--set", "hosts.node.scheduler=last-first");

    assertThat(code).isEqualTo(1);
    assertThat(shell.err())
        .startsWith("coremux: internal error at ")
        .contains(" ms of model time, seed 7: ")
        .contains("\n  coremux run " + Shell.SCENARIO + " --plugin " + jar)
        .doesNotContain("\tat ");
  }

  @Test
  void whatIsNoPluginIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
    assertThat(shell.run("run", Shell.SCENARIO, "--plugin", text.toString())).isEqualTo(2);
    assertThat(shell.run("run", Shell.SCENARIO, "--plugin", "none.jar")).isEqualTo(2);
    assertThat(shell.err())
        .isEqualTo("--plugin " + text + ": is no jar\n--plugin none.jar: there is no such file\n");
  }

  /** The same policy, which says that, and does nothing more, when it is to pick. */
  private Path broken(String what) throws IOException {
    String text = Files.readString(SOURCE);
    Matcher pick = Pattern.compile("pickNext\\(Processor \\w+\\) \\{").matcher(text);
    assertThat(pick.find()).isTrue();
    String thrown = " if (true) { throw new IllegalStateException(\"" + what + "\"); }";
    Path file = Files.createDirectories(folder.resolve(what)).resolve("LastFirst.java");
    return Files.writeString(file, new StringBuilder(text).insert(pick.end(), thrown));
  }

  @Test
  void failuresOfFuzzInOneFolderNeverReplaceEachOther() throws IOException {
    Path found = folder.resolve("found");
    for (String what : List.of("one", "another", "another")) {
      String jar = jar(broken(what)).toString();
      int code =
          shell.run(
              "fuzz",
              "--plugin",
              jar,
              "--scheduler",
              "last-first",
              "--cases",
              "9",
              "--jobs",
              "1",
              "--quiet",
              "--out",
              found.toString());
      assertThat(code).as(shell.err()).isEqualTo(1);
      assertThat(shell.err()).contains("kept in " + found);
    }
    try (Stream<Path> files = Files.list(found)) {
      List<Path> kept = files.sorted().toList();
      assertThat(kept).hasSize(2);
      assertThat(kept.get(0)).content().contains("another");
      assertThat(kept.get(1)).content().contains("one");
    }
  }
}
