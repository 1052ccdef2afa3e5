package org.slimgraph.ops;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.gradients.GradientBuilder;
import org.slimgraph.gradients.GradientOps;
import org.slimgraph.gradients.GradientOptions;
import org.slimgraph.graph.Graph;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.GraphKey;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.ops.array.ArrayOps;
import org.slimgraph.ops.audio.AudioOps;
import org.slimgraph.ops.flow.FlowOps;
import org.slimgraph.ops.image.ImageOps;
import org.slimgraph.ops.io.IoOps;
import org.slimgraph.ops.linalg.LinalgOps;
import org.slimgraph.ops.math.BitwiseBuilders;
import org.slimgraph.ops.math.MathOps;
import org.slimgraph.ops.nn.NnOps;
import org.slimgraph.ops.random.RandomOps;
import org.slimgraph.ops.state.StateOps;
import org.slimgraph.ops.summary.SummaryOps;
import org.slimgraph.train.ClipOps;
import org.slimgraph.train.Losses;
import org.slimgraph.train.Metrics;
import org.slimgraph.train.TrainOps;
import org.slimgraph.variables.VariableOps;

/**
 * The user's entry to building graphs, shaped like the {@code tf} module: {@code tf.placeholder},
 * {@code tf.add}, {@code tf.nn().relu}, {@code tf.controlDependencies}. A thin view of one graph:
 * make it once and pass it around.
 *
 * <p>Every builder has an overload that ends in a name; without it the operation gets TF's default
 * name. Names are made unique, as in TF.
 */
public final class Ops
    implements ArrayOps, FlowOps, IoOps, MathOps, StateOps, VariableOps, GradientOps, ClipOps {
  private final Graph graph;
  private final AudioOps audio = new AudioOps(this);
  private final ImageOps image = new ImageOps(this);
  private final BitwiseBuilders bitwise = new BitwiseBuilders(this);
  private final LinalgOps linalg = new LinalgOps(this);
  private final NnOps nn = new NnOps(this);
  private final RandomOps random = new RandomOps(this);
  private final SummaryOps summary = new SummaryOps(this);
  private final TrainOps train = new TrainOps(this);
  private final Losses losses = new Losses(this);
  private final Metrics metrics = new Metrics(this);

  private Ops(Graph graph) {
    this.graph = graph;
  }

  /** Returns the builders of {@code graph}. */
  public static Ops on(Graph graph) {
    return new Ops(graph);
  }

  @Override
  public Ops tf() {
    return this;
  }

  /** Returns the graph that is built. */
  @Override
  public Graph graph() {
    return graph;
  }

  /** Returns the builders of {@code tf.audio}. */
  public AudioOps audio() {
    return audio;
  }

  /** Returns the builders of {@code tf.image}. */
  public ImageOps image() {
    return image;
  }

  /** Returns the builders of {@code tf.nn}. */
  public NnOps nn() {
    return nn;
  }

  /** Returns the builders of {@code tf.bitwise}. */
  public BitwiseBuilders bitwise() {
    return bitwise;
  }

  /** Returns the builders of {@code tf.linalg}. */
  public LinalgOps linalg() {
    return linalg;
  }

  /** Returns the builders of {@code tf.math}, which are those of {@code tf} too. */
  public MathOps math() {
    return this;
  }

  /** Returns the builders of {@code tf.random}. */
  public RandomOps random() {
    return random;
  }

  /** Returns the builders of {@code tf.summary}. */
  public SummaryOps summary() {
    return summary;
  }

  /** Returns the builders of {@code tf.train}: optimizers, schedules, moving averages. */
  public TrainOps train() {
    return train;
  }

  /** Returns the builders of {@code tf.losses}. */
  public Losses losses() {
    return losses;
  }

  /** Returns the builders of {@code tf.metrics}. */
  public Metrics metrics() {
    return metrics;
  }

  /** Opens a name scope, as {@link Graph#nameScope}. */
  public NameScope nameScope(String name) {
    return graph.nameScope(name);
  }

  /** Opens a block in which new operations wait for {@code elements}. */
  public Scope controlDependencies(Iterable<? extends GraphElement> elements) {
    return graph.controlDependencies(elements);
  }

  /** Opens a block in which new operations wait for {@code elements}. */
  public Scope controlDependencies(GraphElement... elements) {
    return graph.controlDependencies(elements);
  }

  /** Opens a block whose operations ask for the device {@code name}. */
  public Scope device(String name) {
    return graph.device(name);
  }

  /** Opens a block in which new operations are colocated with {@code element}. */
  public Scope colocateWith(GraphElement element) {
    return graph.colocateWith(element);
  }

  /** Returns a copy of the collection {@code key}. */
  public <T> List<T> collection(GraphKey<T> key) {
    return graph.collection(key);
  }

  /**
   * Adds the gradients of the sum of {@code ys} with respect to each of {@code xs}.
   *
   * @return one entry an x, of its shape; absent if no y depends on it
   * @throws SlimgraphException NOT_FOUND if an operation on the way has no gradient
   */
  public List<Optional<Output>> gradients(List<Output> ys, List<Output> xs) {
    return gradients(ys, xs, o -> {});
  }

  /**
   * Adds the gradients of {@code ys} with respect to each of {@code xs}.
   *
   * @param gradYs what flows into each y; empty for ones
   */
  public List<Optional<Output>> gradients(List<Output> ys, List<Output> xs, List<Output> gradYs) {
    return gradients(ys, xs, o -> o.gradYs(gradYs));
  }

  /** Adds the gradients of {@code ys} with respect to each of {@code xs}. */
  public List<Optional<Output>> gradients(
      List<Output> ys, List<Output> xs, Consumer<GradientOptions> options) {
    return GradientBuilder.gradients(this, ys, xs, options);
  }
}
