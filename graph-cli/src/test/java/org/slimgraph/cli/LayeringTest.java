package org.slimgraph.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * Reads the class files of all modules and checks that arrows point one way.
 *
 * <p>It stands here because this module alone has all others on its class path.
 */
final class LayeringTest {
  private static final String BASE = "org.slimgraph.";
  private static final Set<String> API = Set.of("error", "graph", "graphdef", "op", "tensor");
  private static final Set<String> RUNTIME =
      Set.of(
          "checkpoint",
          "cpu",
          "data",
          "exec",
          "kernel",
          "memory",
          "plan",
          "session",
          "state",
          "summary");
  private static final Set<String> OPS =
      Set.of("diagnostics", "gradients", "ops", "rewrites", "slim", "train", "variables");
  private static final Set<String> FACADE = Set.of("ops", "variables", "gradients", "train");
  private static final Set<String> TOPS = Set.of("cli", "examples");
  private static final String GENERATED = BASE + "graphdef.proto";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.slimgraph");

  @Test
  void everyPackage_belongsToOneModule() {
    Set<String> known =
        Stream.of(API, RUNTIME, OPS, TOPS).flatMap(Set::stream).collect(Collectors.toSet());
    Set<String> strangers = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      if (!known.contains(topPackage(type))) {
        strangers.add(type.getPackageName());
      }
    }
    assertEquals(Set.of(), strangers, "name these packages in this test, under their module");
  }

  @Test
  void modules_dependDownwardsOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("graph-api")
        .definedBy(packages(API))
        .layer("graph-runtime")
        .definedBy(packages(RUNTIME))
        .layer("graph-ops")
        .definedBy(packages(OPS))
        .layer("graph-cli")
        .definedBy(BASE + "cli..")
        .layer("examples")
        .definedBy(BASE + "examples..")
        .whereLayer("graph-cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("examples")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("graph-ops")
        .mayOnlyBeAccessedByLayers("graph-cli", "examples")
        .whereLayer("graph-runtime")
        .mayOnlyBeAccessedByLayers("graph-ops", "graph-cli", "examples")
        .check(CLASSES);
  }

  @Test
  void packages_formNoCycle() {
    slices()
        .assignedFrom(new FacadeAsOne())
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void vectorApi_staysInItsPackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage(BASE + "cpu.simd")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jdk.incubator.vector", BASE + "cpu.simd")
        .check(CLASSES);
  }

  @Test
  void graphApi_knowsNoThreads() {
    Class<?>[] threads = {
      Thread.class,
      ThreadLocal.class,
      Executor.class,
      Future.class,
      Callable.class,
      Lock.class,
      ForkJoinTask.class
    };
    for (Class<?> type : threads) {
      noClasses()
          .that()
          .resideInAnyPackage(packages(API))
          .and()
          .resideOutsideOfPackage(GENERATED)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(type)
          .because("a graph is data")
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }

  @Test
  void packages_areNullMarked() {
    classes()
        .that()
        .resideOutsideOfPackage(GENERATED)
        .should(
            new ArchCondition<JavaClass>("have a package-info.java with @NullMarked") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                  events.add(SimpleConditionEvent.violated(type, type.getPackageName()));
                }
              }
            })
        .check(CLASSES);
  }

  private static String[] packages(Set<String> names) {
    return names.stream().map(name -> BASE + name + "..").toArray(String[]::new);
  }

  /** Returns the first part of the package name below the base package. */
  private static String topPackage(JavaClass type) {
    String name = type.getPackageName().substring(BASE.length());
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /**
   * One slice a package; but what the {@code tf} facade unites is one: its builders are mixed into
   * one type, and all of them build through it.
   */
  private static final class FacadeAsOne implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      if (!type.getPackageName().startsWith(BASE)) {
        return SliceIdentifier.ignore();
      }
      boolean facade = FACADE.contains(topPackage(type));
      return SliceIdentifier.of(facade ? BASE + "ops" : type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
