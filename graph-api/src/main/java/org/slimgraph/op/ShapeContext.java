package org.slimgraph.op;

import java.util.Optional;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;

/** What a shape rule may look at: one operation's attributes, input shapes and constant inputs. */
public interface ShapeContext {

  /** Returns the op's definition. */
  OpDef def();

  /** Returns the operation's attributes. */
  Attributes attrs();

  /** Returns the number of input tensors. */
  int inputCount();

  /** Returns the static shape of input {@code i}. */
  Shape input(int i);

  /** Returns the type of input {@code i}. */
  DataType inputType(int i);

  /** Returns the number of output tensors. */
  int outputCount();

  /** Returns the value of input {@code i} if it is known before running. */
  Optional<Tensor> constant(int i);

  /**
   * Returns the shape that input {@code i}, an integer vector, describes as far as it is known:
   * each element that is unknown or -1 is an unknown dimension, an input of unknown length gives an
   * unknown rank. A scalar input gives a shape of one dimension.
   */
  Shape constantShape(int i);

  /** Returns what the resource or variant handle at input {@code i} refers to, if that is known. */
  Optional<HandleInfo> inputHandle(int i);

  /** States what the handle at output {@code i} refers to. */
  void outputHandle(int i, HandleInfo info);
}
