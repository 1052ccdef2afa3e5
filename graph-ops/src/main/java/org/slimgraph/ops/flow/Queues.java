package org.slimgraph.ops.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.slimgraph.cpu.random.Philox;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.kernel.Kernel;
import org.slimgraph.kernel.KernelContext;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.ShapeContext;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.ShapeRules;
import org.slimgraph.tensor.DataType;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.tensor.TensorStorage;

/**
 * Queues between the runs of a session, for graphs of files; there are no builders. TF:
 * tf.queue.FIFOQueue, tf.queue.RandomShuffleQueue.
 */
final class Queues {
  private static final String NO_GRADIENT = "a queue passes values from run to run";

  /** The words of one block of the stream. */
  private static final int WORDS = 4;

  static final OpSpec FIFO =
      maker("FIFOQueueV2")
          .attr("component_types: list(type) >= 1")
          .attr("shapes: list(shape) >= 0 = []")
          .attr("capacity: int = -1")
          .attr("container: string = ''")
          .attr("shared_name: string = ''")
          .kernel(attrs -> kernel(attrs, "FIFOQueue", 0, () -> TensorQueue.FIRST))
          .build();

  static final OpSpec RANDOM_SHUFFLE =
      maker("RandomShuffleQueueV2")
          .attr("component_types: list(type) >= 1")
          .attr("shapes: list(shape) >= 0 = []")
          .attr("capacity: int = -1")
          .attr("min_after_dequeue: int = 0")
          .attr("seed: int = 0")
          .attr("seed2: int = 0")
          .attr("container: string = ''")
          .attr("shared_name: string = ''")
          .kernel(Queues::randomShuffle)
          .build();

  static final OpSpec ENQUEUE =
      changer("QueueEnqueueV2")
          .input("components: Tcomponents")
          .attr("Tcomponents: list(type) >= 1")
          .attr("timeout_ms: int = -1")
          .shape(ShapeRules::none)
          .kernel(attrs -> Queues::enqueue)
          .build();

  static final OpSpec ENQUEUE_MANY =
      changer("QueueEnqueueManyV2")
          .input("components: Tcomponents")
          .attr("Tcomponents: list(type) >= 1")
          .attr("timeout_ms: int = -1")
          .shape(ShapeRules::none)
          .kernel(attrs -> Queues::enqueueMany)
          .build();

  static final OpSpec DEQUEUE =
      changer("QueueDequeueV2")
          .output("components: component_types")
          .attr("component_types: list(type) >= 1")
          .attr("timeout_ms: int = -1")
          .shape(ShapeRules::unknown)
          .kernel(attrs -> Queues::dequeue)
          .build();

  static final OpSpec DEQUEUE_MANY = batches("QueueDequeueManyV2", false);
  static final OpSpec DEQUEUE_UP_TO = batches("QueueDequeueUpToV2", true);

  static final OpSpec CLOSE =
      changer("QueueCloseV2")
          .attr("cancel_pending_enqueues: bool = false")
          .shape(ShapeRules::none)
          .kernel(
              attrs -> {
                boolean cancel = attrs.bool("cancel_pending_enqueues");
                return context -> of(context).close(context, cancel);
              })
          .build();

  static final OpSpec SIZE =
      changer("QueueSizeV2")
          .output("size: int32")
          .shape(ShapeRules::scalar)
          .kernel(attrs -> context -> context.setOutput(0, Tensor.scalar(of(context).size())))
          .build();

  static final OpSpec IS_CLOSED =
      changer("QueueIsClosedV2")
          .output("is_closed: bool")
          .shape(ShapeRules::scalar)
          .kernel(attrs -> context -> context.setOutput(0, Tensor.scalar(of(context).isClosed())))
          .build();

  private Queues() {}

  private static OpSpec.Builder maker(String type) {
    return OpSpec.of(type)
        .output("handle: resource")
        .stateful()
        .shape(ShapeRules::scalar)
        .notDifferentiable(NO_GRADIENT);
  }

  private static OpSpec.Builder changer(String type) {
    return OpSpec.of(type).input("handle: resource").stateful().notDifferentiable(NO_GRADIENT);
  }

  private static OpSpec batches(String type, boolean orFewer) {
    return changer(type)
        .input("n: int32")
        .output("components: component_types")
        .attr("component_types: list(type) >= 1")
        .attr("timeout_ms: int = -1")
        .shape(Queues::inferBatches)
        .kernel(attrs -> context -> dequeueBatch(context, orFewer))
        .build();
  }

  private static List<Shape> inferBatches(ShapeContext c) {
    ShapeRules.withRank(c.input(1), 0);
    c.constant(1)
        .ifPresent(
            n -> {
              if (n.ints()[0] < 0) {
                throw SlimgraphException.invalidArgument(
                    "Input 'n' must be >= 0, but is %d", n.ints()[0]);
              }
            });
    return ShapeRules.unknown(c);
  }

  private static Kernel randomShuffle(Attributes attrs) {
    int minAfterDequeue = (int) attrs.integer("min_after_dequeue");
    long capacity = attrs.integer("capacity");
    if (minAfterDequeue < 0 || capacity >= 0 && capacity < minAfterDequeue) {
      throw SlimgraphException.invalidArgument(
          "min_after_dequeue %d must be >= 0 and at most the capacity %d",
          minAfterDequeue, capacity);
    }
    long seed = attrs.integer("seed");
    long seed2 = attrs.integer("seed2");
    return kernel(attrs, "RandomShuffleQueue", minAfterDequeue, () -> random(seed, seed2));
  }

  /** Returns who chooses elements as TF does: by one word each of a stream of random words. */
  private static IntUnaryOperator random(long seed, long seed2) {
    Philox words = Philox.seeded(seed, seed2);
    int[] block = new int[WORDS];
    int[] used = {WORDS};
    return size -> {
      if (used[0] == WORDS) {
        words.next4(block);
        used[0] = 0;
      }
      return Integer.remainderUnsigned(block[used[0]++], size);
    };
  }

  private static Kernel kernel(
      Attributes attrs, String kind, int minAfterDequeue, Supplier<IntUnaryOperator> choose) {
    List<DataType> types = attrs.types("component_types");
    List<Shape> shapes = attrs.shapes("shapes");
    if (!shapes.isEmpty() && shapes.size() != types.size()) {
      throw SlimgraphException.invalidArgument(
          "The component_types and shapes attrs of a queue must have the same length, not %d and"
              + " %d",
          types.size(), shapes.size());
    }
    String sharedName = attrs.string("shared_name");
    int capacity = (int) attrs.integer("capacity");
    return context -> {
      String name = sharedName.isEmpty() ? "_0_" + context.name() : sharedName;
      TensorQueue queue =
          context.shared(
              attrs.string("container") + "\n" + name,
              TensorQueue.class,
              () ->
                  new TensorQueue(
                      kind, name, types, shapes, capacity, minAfterDequeue, choose.get()));
      queue.check(types);
      Object[] handle = {queue};
      context.setOutput(0, TensorStorage.wrap(DataType.RESOURCE, Shape.scalar(), handle));
    };
  }

  private static TensorQueue of(KernelContext context) {
    if (TensorStorage.objects(context.input(0))[0] instanceof TensorQueue queue) {
      return queue;
    }
    throw SlimgraphException.invalidArgument("'%s' is given no queue", context.name());
  }

  private static TensorQueue checked(KernelContext context) {
    TensorQueue queue = of(context);
    List<DataType> types = new ArrayList<>();
    for (int i = 1; i < context.inputCount(); i++) {
      types.add(context.input(i).dataType());
    }
    queue.check(types);
    return queue;
  }

  private static void enqueue(KernelContext context) {
    TensorQueue queue = checked(context);
    List<Tensor> element = new ArrayList<>();
    for (int i = 1; i < context.inputCount(); i++) {
      queue.checkShape(i - 1, context.shape(i));
      element.add(TensorArrayStore.copy(context.input(i)));
    }
    queue.enqueue(context, List.of(element));
  }

  private static void enqueueMany(KernelContext context) {
    TensorQueue queue = checked(context);
    long count = context.shape(1).rank() > 0 ? context.shape(1).dim(0) : -1;
    List<List<Tensor>> elements = new ArrayList<>();
    for (int i = 1; i < context.inputCount(); i++) {
      Shape shape = context.shape(i);
      if (shape.rank() == 0 || shape.dim(0) != count) {
        throw SlimgraphException.invalidArgument(
            "All input tensors must have the same size in the 0th dimension. Component %d has"
                + " shape %s, and should have %d",
            i - 1, shape.toBrackets(), count);
      }
      queue.checkShape(i - 1, row(shape));
    }
    for (int k = 0; k < count; k++) {
      List<Tensor> element = new ArrayList<>();
      for (int i = 1; i < context.inputCount(); i++) {
        Shape row = row(context.shape(i));
        int size = (int) row.elementCount();
        element.add(TensorArrayStore.copy(context.input(i), k * size, row));
      }
      elements.add(element);
    }
    queue.enqueue(context, elements);
  }

  private static Shape row(Shape shape) {
    long[] dims = new long[shape.rank() - 1];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = shape.dim(i + 1);
    }
    return Shape.of(dims);
  }

  private static TensorQueue source(KernelContext context) {
    TensorQueue queue = of(context);
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < context.outputCount(); i++) {
      types.add(context.outputType(i));
    }
    queue.check(types);
    return queue;
  }

  private static void dequeue(KernelContext context) {
    List<Tensor> element = source(context).dequeue(context, 1, false).get(0);
    for (int i = 0; i < element.size(); i++) {
      context.setOutput(i, element.get(i));
    }
  }

  private static void dequeueBatch(KernelContext context, boolean orFewer) {
    TensorQueue queue = source(context);
    int count = context.ints(1)[0];
    if (count < 0) {
      throw SlimgraphException.invalidArgument(
          "%s requested %d < 0 elements", orFewer ? "DequeueUpToOp" : "DequeueManyOp", count);
    }
    queue.checkBatches();
    List<List<Tensor>> elements = queue.dequeue(context, count, orFewer);
    for (int i = 0; i < context.outputCount(); i++) {
      context.setOutput(i, stacked(elements, i, queue));
    }
  }

  private static Tensor stacked(List<List<Tensor>> elements, int component, TensorQueue queue) {
    DataType type = queue.types().get(component);
    Shape row = queue.shapes().get(component);
    int size = (int) row.elementCount();
    Object array = TensorStorage.allocate(type, elements.size() * size);
    for (int k = 0; k < elements.size(); k++) {
      Object from = TensorStorage.array(elements.get(k).get(component));
      TensorStorage.copy(type, from, 0, array, k * size, size);
    }
    return TensorStorage.wrap(type, Shape.of(elements.size()).concat(row), array);
  }
}
