package org.slimgraph.graph;

/**
 * The standard collections, with TF's exact strings. Own keys are made with {@link GraphKey#of}.
 */
public final class GraphKeys {

  /** All variables that are shared across steps. */
  public static final GraphKey<GraphElement> GLOBAL_VARIABLES = GraphKey.of("variables");

  /** Variables that are not saved, such as a metric's counters. */
  public static final GraphKey<GraphElement> LOCAL_VARIABLES = GraphKey.of("local_variables");

  /** Variables that metrics keep. */
  public static final GraphKey<GraphElement> METRIC_VARIABLES = GraphKey.of("metric_variables");

  /** Variables that inference needs. */
  public static final GraphKey<GraphElement> MODEL_VARIABLES = GraphKey.of("model_variables");

  /** Variables that optimizers change. */
  public static final GraphKey<GraphElement> TRAINABLE_VARIABLES =
      GraphKey.of("trainable_variables");

  /** Trainable variables held by handle. */
  public static final GraphKey<GraphElement> TRAINABLE_RESOURCE_VARIABLES =
      GraphKey.of("trainable_resource_variables");

  /** Variables that have a moving average. */
  public static final GraphKey<GraphElement> MOVING_AVERAGE_VARIABLES =
      GraphKey.of("moving_average_variables");

  /** Concatenations of partitioned variables. */
  public static final GraphKey<GraphElement> CONCATENATED_VARIABLES =
      GraphKey.of("concatenated_variables");

  /** Weights of layers. */
  public static final GraphKey<GraphElement> WEIGHTS = GraphKey.of("weights");

  /** Biases of layers. */
  public static final GraphKey<GraphElement> BIASES = GraphKey.of("biases");

  /** The step counter. */
  public static final GraphKey<GraphElement> GLOBAL_STEP = GraphKey.of("global_step");

  /** The evaluation step counter. */
  public static final GraphKey<GraphElement> EVAL_STEP = GraphKey.of("eval_step");

  /** Activations of layers. */
  public static final GraphKey<GraphElement> ACTIVATIONS = GraphKey.of("activations");

  /** Operations that must run with a training step, such as moving averages. */
  public static final GraphKey<GraphElement> UPDATE_OPS = GraphKey.of("update_ops");

  /** Losses. */
  public static final GraphKey<Output> LOSSES = GraphKey.of("losses");

  /** Losses of regularizers. */
  public static final GraphKey<Output> REGULARIZATION_LOSSES = GraphKey.of("regularization_losses");

  /** Summaries. */
  public static final GraphKey<GraphElement> SUMMARIES = GraphKey.of("summaries");

  /** The merged summary. */
  public static final GraphKey<GraphElement> SUMMARY_OP = GraphKey.of("summary_op");

  /** Training steps. */
  public static final GraphKey<GraphElement> TRAIN_OP = GraphKey.of("train_op");

  /** The initializer of a graph. */
  public static final GraphKey<GraphElement> INIT_OP = GraphKey.of("init_op");

  /** The initializer of local variables. */
  public static final GraphKey<GraphElement> LOCAL_INIT_OP = GraphKey.of("local_init_op");

  /** Says whether a graph is ready. */
  public static final GraphKey<GraphElement> READY_OP = GraphKey.of("ready_op");

  /** Says whether local variables may be initialised. */
  public static final GraphKey<GraphElement> READY_FOR_LOCAL_INIT_OP =
      GraphKey.of("ready_for_local_init_op");

  /** Initializers of lookup tables. */
  public static final GraphKey<GraphElement> TABLE_INITIALIZERS = GraphKey.of("table_initializer");

  /** File names that belong to a saved model. */
  public static final GraphKey<Output> ASSET_FILEPATHS = GraphKey.of("asset_filepaths");

  /** Savers. */
  public static final GraphKey<Object> SAVERS = GraphKey.of("savers");

  /** Things to save besides variables. */
  public static final GraphKey<Object> SAVEABLE_OBJECTS = GraphKey.of("saveable_objects");

  /** Queue runners. */
  public static final GraphKey<Object> QUEUE_RUNNERS = GraphKey.of("queue_runners");

  /** Resources shared across steps. */
  public static final GraphKey<GraphElement> RESOURCES = GraphKey.of("resources");

  /** Resources that are not saved. */
  public static final GraphKey<GraphElement> LOCAL_RESOURCES = GraphKey.of("local_resources");

  /** Contexts of conditionals. */
  public static final GraphKey<Object> COND_CONTEXT = GraphKey.of("cond_context");

  /** Contexts of loops. */
  public static final GraphKey<Object> WHILE_CONTEXT = GraphKey.of("while_context");

  private GraphKeys() {}
}
