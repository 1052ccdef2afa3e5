package org.slimgraph.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every case that {@link Coverage} names in all variants of {@link CaseCheck}, and counts the
 * others, so that none is skipped silently.
 *
 * <p>To look at any groups, covered or not:
 *
 * <pre>
 * mvn -o test -pl graph-ops -am -Dtest=GoldenTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dgolden.groups=arrays,matmul [-Dgolden.cases=REGEX]
 * </pre>
 *
 * prints a summary per group; with {@code golden.cases}, a part of the cases' names, also the stack
 * traces of unexpected errors.
 */
class GoldenTest {
  @TestFactory
  Stream<? extends DynamicNode> cases() {
    String named = System.getProperty("golden.groups", "");
    if (!named.isEmpty()) {
      Pattern part = Pattern.compile(System.getProperty("golden.cases", ""));
      return Splitter.on(',')
          .splitToStream(named)
          .map(
              group ->
                  dynamicTest(
                      group, () -> summarize(group, golden -> part.matcher(golden.name()).find())));
    }
    return GoldenGroup.counts().keySet().stream()
        .map(
            group ->
                dynamicContainer(
                    group,
                    GoldenGroup.lazyCases(group)
                        .filter(Coverage::covers)
                        .map(GoldenTest::caseTest)));
  }

  private static DynamicTest caseTest(GoldenCase golden) {
    return dynamicTest(
        golden.name(),
        () -> {
          CaseCheck.Verdict verdict = CaseCheck.check(golden);
          if (!verdict.passed()) {
            fail(
                golden + "\n" + String.join("\n", verdict.problems()),
                verdict.cause().orElse(null));
          }
        });
  }

  /** Runs all cases of one group that {@code wanted} accepts and prints how they fare. */
  private static void summarize(String group, Predicate<GoldenCase> wanted) {
    boolean traces = !System.getProperty("golden.cases", "").isEmpty();
    List<GoldenCase> cases = GoldenGroup.cases(group).stream().filter(wanted).toList();
    List<String> failed = new ArrayList<>();
    for (GoldenCase golden : cases) {
      CaseCheck.Verdict verdict = CaseCheck.check(golden);
      if (!verdict.passed()) {
        failed.add(golden.name());
        List<String> lines = verdict.problems();
        System.out.println(golden + ": " + (traces ? String.join("\n  ", lines) : first(lines)));
        if (traces) {
          verdict.cause().ifPresent(e -> e.printStackTrace(System.out));
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d of %d cases passed%n",
        group,
        cases.size() - failed.size(),
        cases.size());
    assertEquals(0, failed.size(), "failed cases of " + group);
  }

  private static String first(List<String> problems) {
    String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
    return problems.get(0).lines().findFirst().orElse("") + more;
  }

  @Test
  void waitingCases_areNotMoreThanStated() {
    assumeTrue(System.getProperty("golden.groups", "").isEmpty());
    for (var group : GoldenGroup.counts().entrySet()) {
      List<GoldenCase> cases = GoldenGroup.cases(group.getKey());
      assertEquals(group.getValue(), cases.size(), "cases of " + group.getKey());
      long waiting = cases.stream().filter(golden -> !Coverage.covers(golden)).count();
      int stated = Coverage.WAITING.getOrDefault(group.getKey(), 0);
      if (waiting > 0) {
        System.out.printf(
            Locale.ROOT, "not run: %d of %d cases of %s%n", waiting, cases.size(), group.getKey());
      }
      assertTrue(waiting <= stated, group.getKey() + ": " + waiting + " cases wait for an op");
    }
  }

  @Test
  void deviations_nameCases() {
    for (String name : Deviations.BY_CASE.keySet()) {
      String group = name.substring(0, name.indexOf('/'));
      assertTrue(
          GoldenGroup.lazyCases(group).anyMatch(golden -> golden.toString().equals(name)),
          name + " is no case");
    }
  }
}
