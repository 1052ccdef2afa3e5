package org.slimgraph.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every case of the covered groups in all variants of {@link CaseCheck}, and counts those that
 * are not covered yet, so that none is skipped silently.
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
  /** What must pass: {@code group}, or {@code group/REGEX} for the cases whose names match. */
  static final ImmutableList<String> COVERED = ImmutableList.of();

  /** The number of cases that no entry of {@link #COVERED} names, by group. */
  private static final ImmutableMap<String, Integer> NOT_COVERED =
      ImmutableMap.<String, Integer>builder()
          .put("conv2d", 117)
          .put("conv2d_transpose", 20)
          .put("depthwise", 34)
          .put("fused_batch_norm", 45)
          .put("batch_norm_layer", 27)
          .put("activations", 65)
          .put("pooling", 59)
          .put("matmul", 41)
          .put("arithmetic", 359)
          .put("reductions", 107)
          .put("numerics", 63)
          .put("arrays", 178)
          .put("shape_inference", 13)
          .put("control_flow", 26)
          .put("variables", 18)
          .put("optimizers", 69)
          .put("random", 63)
          .put("nets", 11)
          .put("errors", 128)
          .put("gradients", 170)
          .buildOrThrow();

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
    return COVERED.stream()
        .map(
            entry ->
                dynamicContainer(
                    entry,
                    GoldenGroup.lazyCases(group(entry))
                        .filter(covered(entry))
                        .map(GoldenTest::caseTest)));
  }

  private static String group(String entry) {
    int slash = entry.indexOf('/');
    return slash < 0 ? entry : entry.substring(0, slash);
  }

  private static Predicate<GoldenCase> covered(String entry) {
    int slash = entry.indexOf('/');
    if (slash < 0) {
      return golden -> true;
    }
    Pattern names = Pattern.compile(entry.substring(slash + 1));
    return golden -> names.matcher(golden.name()).matches();
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
        "%s: %d of %d cases passed%n", group, cases.size() - failed.size(), cases.size());
    assertEquals(0, failed.size(), "failed cases of " + group);
  }

  private static String first(List<String> problems) {
    String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
    return problems.get(0).lines().findFirst().orElse("") + more;
  }

  @Test
  void coverage_isWhatIsStated() {
    assumeTrue(System.getProperty("golden.groups", "").isEmpty());
    Map<String, Integer> left = new LinkedHashMap<>(GoldenGroup.counts());
    for (String entry : COVERED) {
      int covered =
          entry.indexOf('/') < 0
              ? left.get(entry)
              : (int) GoldenGroup.lazyCases(group(entry)).filter(covered(entry)).count();
      assertTrue(covered > 0, entry + " names no case");
      left.merge(group(entry), -covered, Integer::sum);
    }
    left.values().removeIf(count -> count == 0);
    left.forEach((group, count) -> System.out.println("not covered: " + group + " " + count));
    assertEquals(NOT_COVERED, left, "cases that are not covered");
  }

  @Test
  void deviations_nameCases() {
    for (String name : Deviations.REASONS.keySet()) {
      String group = group(name);
      assertTrue(
          GoldenGroup.lazyCases(group)
              .anyMatch(golden -> golden.toString().equals(name) && golden.error().isPresent()),
          name + " is no case with an error");
    }
  }
}
