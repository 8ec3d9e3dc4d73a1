package org.coremux.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Keeps files, methods, parameter lists and lines short enough to read. */
class SizeTest {
  private static final int HOT_FILE_LINES = 400;
  private static final int FILE_LINES = 600;
  private static final int METHOD_LINES = 60;
  private static final int PARAMETERS = 5;
  private static final int LINE_CHARACTERS = 100;

  @Test
  void filesAndLinesAreShort() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : Sources.below(Sources.MAIN, Sources.TEST, Sources.BENCHMARKS)) {
      List<String> lines = Files.readAllLines(file);
      int limit = Sources.isHot(file) ? HOT_FILE_LINES : FILE_LINES;
      if (lines.size() > limit) {
        wrong.add(file + ": " + lines.size() + " lines; at most " + limit);
      }
      for (int i = 0; i < lines.size(); i++) {
        int length = lines.get(i).codePointCount(0, lines.get(i).length());
        if (length > LINE_CHARACTERS && !lines.get(i).startsWith("import ")) {
          wrong.add(file + ":" + (i + 1) + ": " + length + " characters; at most 100");
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void methodsAreShortAndTakeFewParameters() {
    List<String> wrong = new ArrayList<>();
    Sources.parse(
        Sources.below(Sources.MAIN),
        (file, trees) -> new MethodSizes(file, trees, wrong).scan(file, null));
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyPackageSaysWhatLivesThere() {
    Set<Path> silent = new TreeSet<>();
    for (Path file : Sources.below(Sources.MAIN)) {
      Path description = file.resolveSibling("package-info.java");
      if (!Files.exists(description)) {
        silent.add(description);
      }
    }
    assertThat(silent).isEmpty();
  }

  private static final class MethodSizes extends TreeScanner<Void, Void> {
    private final CompilationUnitTree file;
    private final SourcePositions positions;
    private final List<String> wrong;

    private boolean inRecord;

    MethodSizes(CompilationUnitTree file, DocTrees trees, List<String> wrong) {
      this.file = file;
      this.positions = trees.getSourcePositions();
      this.wrong = wrong;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      boolean outer = inRecord;
      inRecord = type.getKind() == Tree.Kind.RECORD;
      super.visitClass(type, null);
      inRecord = outer;
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      long first = line(positions.getStartPosition(file, method));
      long last = line(positions.getEndPosition(file, method));
      long lines = last - first + 1;
      String where = file.getSourceFile().getName() + ":" + first + ": " + method.getName();
      if (lines > METHOD_LINES) {
        wrong.add(where + " has " + lines + " lines; at most " + METHOD_LINES);
      }
      // A record has as many components as what it describes.
      boolean ofRecord = inRecord && method.getReturnType() == null;
      boolean isFree = !ofRecord && !isOverriding(method);
      if (method.getParameters().size() > PARAMETERS && isFree) {
        wrong.add(
            where + " has " + method.getParameters().size() + " parameters; at most " + PARAMETERS);
      }
      return super.visitMethod(method, null);
    }

    /** What it overrides has laid down the parameters, and that is counted where it is ours. */
    private static boolean isOverriding(MethodTree method) {
      return method.getModifiers().getAnnotations().stream()
          .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
    }

    private long line(long position) {
      return file.getLineMap().getLineNumber(position);
    }
  }
}
