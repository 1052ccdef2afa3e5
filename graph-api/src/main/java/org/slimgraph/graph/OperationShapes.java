package org.slimgraph.graph;

import java.util.Optional;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.HandleInfo;
import org.slimgraph.op.OpDef;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** What the shape rule of one operation of a graph sees. */
final class OperationShapes implements ShapeContext {
  private final Operation op;
  private final ConstantValues constants;

  OperationShapes(Operation op, ConstantValues constants) {
    this.op = op;
    this.constants = constants;
  }

  @Override
  public OpDef def() {
    return op.def();
  }

  @Override
  public Attributes attrs() {
    return op.attrs();
  }

  @Override
  public int inputCount() {
    return op.inputs().size();
  }

  @Override
  public Shape input(int i) {
    return op.input(i).shape();
  }

  @Override
  public DataType inputType(int i) {
    return op.input(i).dataType();
  }

  @Override
  public int outputCount() {
    return op.outputCount();
  }

  @Override
  public Optional<Tensor> constant(int i) {
    return constants.of(op.input(i));
  }

  @Override
  public Shape constantShape(int i) {
    return constants.shapeOf(op.input(i));
  }

  @Override
  public Optional<HandleInfo> inputHandle(int i) {
    return op.input(i).operation().outputHandle(op.input(i).index());
  }

  @Override
  public void outputHandle(int i, HandleInfo info) {
    op.setOutputHandle(i, info);
  }
}
