package org.coremux.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePathScanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/** Keeps every figure of the model accountable: its Javadoc says where it is from. */
class SourcesTest {
  private static final Set<String> NUMERIC =
      Set.of("byte", "short", "int", "long", "float", "double");

  @Test
  void everyConstantOfAPlatformNamesItsSource() {
    List<String> silent = new ArrayList<>();
    Sources.parse(
        room("platform"), (file, trees) -> new Constants(file, trees, silent).scan(file, null));
    assertThat(silent).isEmpty();
  }

  @Test
  void everyPolicysParametersNameTheirSource() {
    List<String> silent = new ArrayList<>();
    Sources.parse(
        room("sched"), (file, trees) -> new ParameterRecords(file, trees, silent).scan(file, null));
    assertThat(silent).isEmpty();
  }

  private static List<Path> room(String room) {
    return Sources.below(Sources.MAIN).stream()
        .filter(file -> Floors.room(Sources.packageName(file)).equals(room))
        .toList();
  }

  private abstract static class Silence extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree file;
    private final DocTrees trees;
    private final List<String> silent;

    Silence(CompilationUnitTree file, DocTrees trees, List<String> silent) {
      this.file = file;
      this.trees = trees;
      this.silent = silent;
    }

    final void requireSource(Tree tree, CharSequence name) {
      String comment = trees.getDocComment(getCurrentPath());
      if (comment == null || !comment.contains("Source:")) {
        long at = trees.getSourcePositions().getStartPosition(file, tree);
        long line = file.getLineMap().getLineNumber(at);
        silent.add(file.getSourceFile().getName() + ":" + line + ": " + name);
      }
    }
  }

  private static final class Constants extends Silence {
    Constants(CompilationUnitTree file, DocTrees trees, List<String> silent) {
      super(file, trees, silent);
    }

    @Override
    public Void visitVariable(VariableTree variable, Void unused) {
      Set<Modifier> modifiers = variable.getModifiers().getFlags();
      if (modifiers.contains(Modifier.STATIC)
          && modifiers.contains(Modifier.FINAL)
          && NUMERIC.contains(String.valueOf(variable.getType()))) {
        requireSource(variable, variable.getName());
      }
      return super.visitVariable(variable, null);
    }
  }

  private static final class ParameterRecords extends Silence {
    ParameterRecords(CompilationUnitTree file, DocTrees trees, List<String> silent) {
      super(file, trees, silent);
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      boolean isRecord = type.getKind() == Tree.Kind.RECORD;
      if (isRecord && type.getSimpleName().toString().endsWith("Parameters")) {
        requireSource(type, type.getSimpleName());
      }
      return super.visitClass(type, null);
    }
  }
}
