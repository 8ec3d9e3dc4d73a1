package org.coremux.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The Java files of this checkout, parsed but not compiled. */
final class Sources {
  static final Path MAIN = Path.of("src/main/java");
  static final Path TEST = Path.of("src/test/java");
  static final Path BENCHMARKS = Path.of("benchmarks/java");

  private Sources() {}

  /** Gets each parsed file with what tells positions and Javadoc. */
  interface Reader {
    void read(CompilationUnitTree file, DocTrees trees);
  }

  /** Every Java file below the folders that exist, in order. */
  static List<Path> below(Path... folders) {
    return Stream.of(folders).filter(Files::isDirectory).flatMap(Sources::walk).sorted().toList();
  }

  private static Stream<Path> walk(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the file is of a room on a hot floor. */
  static boolean isHot(Path file) {
    return file.startsWith(MAIN) && Floors.isHot(packageName(file));
  }

  /** The package that the file's folder stands for. */
  static String packageName(Path file) {
    return MAIN.relativize(file.getParent())
        .toString()
        .replace(file.getFileSystem().getSeparator(), ".");
  }

  static void parse(List<Path> files, Reader reader) {
    if (files.isEmpty()) {
      return; // javac calls that an error
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      DocTrees trees = DocTrees.instance(task);
      for (CompilationUnitTree file : task.parse()) {
        reader.read(file, trees);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
