package org.slimgraph.slim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.slimgraph.graph.Compat;
import org.slimgraph.slim.ModelAnalyzer.Analysis;
import org.slimgraph.tensor.Shape;

class ModelAnalyzerTest {
  private final LayerTester t = new LayerTester(Compat.TF_1_15);

  @Test
  void analyzeVars_countsElementsAndBytes() {
    t.slim.conv2d(t.placeholder(5, 7, 9, 4), 32, 3);
    Analysis analysis = ModelAnalyzer.analyzeVars(t.slim.getModelVariables());
    assertEquals(3 * 3 * 4 * 32 + 32, analysis.totalSize());
    assertEquals(4 * (3 * 3 * 4 * 32 + 32), analysis.totalBytes());
    assertTrue(
        analysis.text().contains("Conv/weights:0 (float 3x3x4x32) [1152, bytes: 4608]\n"),
        analysis.text());
    assertTrue(analysis.text().contains("Total size of variables: 1184\n"), analysis.text());
  }

  @Test
  void analyzeOps_listsAllOperations() {
    t.tf.nn().relu(t.placeholder(-1, 3));
    t.tf.nn().relu(t.tf.zeros(Shape.of(2, 3)));
    Analysis analysis = ModelAnalyzer.analyzeOps(t.graph);
    assertTrue(analysis.text().contains("Relu -> (float ?x3) [0]\n"), analysis.text());
    assertTrue(analysis.text().contains("Relu_1 -> (float 2x3) [6]\n"), analysis.text());
  }
}
