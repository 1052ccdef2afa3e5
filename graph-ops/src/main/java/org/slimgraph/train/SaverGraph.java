package org.slimgraph.train;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.NameScope;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.graph.Scope;
import org.slimgraph.graphdef.proto.SaverDef;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.Shape;
import org.slimgraph.tensor.Tensor;
import org.slimgraph.train.Saveables.Saveable;
import org.slimgraph.variables.Variable;

/**
 * Builds the operations that save and restore variables.
 *
 * <pre>
 * save/filename, save/Const    the checkpoint's prefix, to be fed
 * save/SaveV2                  writes; save/control_dependency gives the prefix afterwards
 * save/RestoreV2               reads all tensors at once
 * save/Assign, save/Assign_1…  give them to the variables; save/restore_all waits for them
 * </pre>
 *
 * <p>TF 1.15: {@code BaseSaverBuilder._build_internal} and BulkSaverBuilder of training/saver.py.
 */
final class SaverGraph {
  private final Ops tf;
  private final SaverOptions options;
  private final List<Saveable> saveables;

  SaverGraph(Ops tf, SaverOptions options, List<Saveable> saveables) {
    this.tf = tf;
    this.options = options;
    this.saveables = saveables;
  }

  SaverDef build() {
    String scopeName = options.name.isEmpty() ? "save" : options.name;
    try (NameScope scope = tf.nameScope(scopeName)) {
      Output given;
      try (NameScope inner = tf.nameScope("filename")) {
        Output fallback = tf.constant(Tensor.scalar(options.filename), "input");
        given = placeholder(fallback, inner.name());
      }
      // The name that savers had for a constant before there were placeholders with defaults.
      Output prefix = placeholder(given, "Const");
      Output saved = options.sharded ? saveShards(prefix) : save(prefix, saveables);
      Operation restored = options.sharded ? restoreShards(prefix) : restore(prefix, saveables);
      return SaverDef.newBuilder()
          .setFilenameTensorName(prefix.name())
          .setSaveTensorName(saved.name())
          .setRestoreOpName(restored.name())
          .setMaxToKeep(options.maxToKeep)
          .setSharded(options.sharded)
          .setKeepCheckpointEveryNHours((float) options.keepCheckpointEveryNHours)
          .setVersion(options.writeVersion)
          .build();
    }
  }

  private Output placeholder(Output fallback, String name) {
    return tf.placeholderWithDefault(fallback, Shape.scalar(), name);
  }

  private Output save(Output prefix, List<Saveable> some) {
    Operation save =
        tf.saveV2(
            prefix,
            some.stream().map(Saveable::name).toList(),
            some.stream().map(Saveable::slice).toList(),
            some.stream().map(Saveable::variable).map(SaverGraph::tensor).toList());
    return tf.withDependencies(List.of(save), prefix);
  }

  /** The op takes the value itself: of a reference, what it holds when the op runs. */
  private static Output tensor(Variable variable) {
    return variable.isResource() ? variable.value() : variable.ref();
  }

  private Operation restore(Output prefix, List<Saveable> some) {
    return restore(prefix, some, "restore_all");
  }

  private Operation restore(Output prefix, List<Saveable> some, String name) {
    List<Output> tensors;
    try (Scope device = tf.device("cpu:0")) {
      tensors =
          tf.restoreV2(
              prefix,
              some.stream().map(Saveable::name).toList(),
              some.stream().map(Saveable::slice).toList(),
              some.stream().map(saveable -> saveable.variable().dataType()).toList());
    }
    List<Operation> assigns = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      List<Operation> before =
          options.restoreSequentially && i > 0 ? List.of(assigns.get(i - 1)) : List.of();
      try (Scope sequence = tf.controlDependencies(before)) {
        assigns.add(assign(some.get(i).variable(), tensors.get(i)));
      }
    }
    return tf.group(assigns, name);
  }

  private Operation assign(Variable variable, Output restored) {
    Output value = options.reshape ? reshaped(variable, restored) : restored;
    if (variable.isResource()) {
      try (Scope device = tf.device(variable.operation().device())) {
        return variable.assignOp(tf.identity(value), "AssignVariableOp");
      }
    }
    try (Scope colocated = tf.colocateWith(variable)) {
      return tf.graph()
          .opBuilder("Assign", "Assign")
          .input(variable.ref())
          .input(value)
          .attr("validate_shape", !options.reshape && variable.ref().shape().isFullyDefined())
          .build();
    }
  }

  private Output reshaped(Variable variable, Output restored) {
    Shape shape = variable.shape();
    if (!shape.isFullyDefined()) {
      return tf.reshape(restored, tf.shape(tensor(variable)));
    }
    return tf.reshape(restored, shape);
  }

  /** The parts are written into a folder of their own and then become one checkpoint. */
  private Output saveShards(Output prefix) {
    Output temporary;
    try (NameScope scope = tf.nameScope("StringJoin")) {
      Output suffix = tf.constant(Tensor.scalar("_temp_" + fingerprint() + "/part"), "inputs_1");
      temporary = tf.stringJoin(List.of(prefix, suffix), "", scope.name());
    }
    Map<String, List<Saveable>> byDevice = byDevice();
    Output count = tf.constant(Tensor.scalar(byDevice.size()), "num_shards");
    List<Output> parts = new ArrayList<>();
    List<GraphElement> saved = new ArrayList<>();
    String last = "";
    for (Map.Entry<String, List<Saveable>> shard : byDevice.entrySet()) {
      last = shard.getKey();
      try (Scope device = tf.device(last)) {
        Output part = tf.shardedFilename(temporary, parts.size(), count);
        parts.add(part);
        saved.add(save(part, shard.getValue()));
      }
    }
    try (Scope after = tf.controlDependencies(saved);
        Scope device = tf.device(last)) {
      Operation merge = tf.mergeV2Checkpoints(parts, prefix);
      try (Scope merged = tf.controlDependencies(merge)) {
        return tf.identity(prefix);
      }
    }
  }

  private Operation restoreShards(Output prefix) {
    List<Operation> shards = new ArrayList<>();
    byDevice()
        .forEach(
            (name, some) -> {
              try (Scope device = tf.device(name)) {
                shards.add(restore(prefix, some, "restore_shard"));
              }
            });
    return tf.group(shards, "restore_all");
  }

  private Map<String, List<Saveable>> byDevice() {
    Map<String, List<Saveable>> byDevice = new TreeMap<>();
    for (Saveable saveable : saveables) {
      byDevice
          .computeIfAbsent(saveable.variable().operation().device(), device -> new ArrayList<>())
          .add(saveable);
    }
    return byDevice;
  }

  /** TF draws a random number here; this one depends on what is saved, so graphs stay equal. */
  private String fingerprint() {
    Hasher hasher = Hashing.murmur3_128().newHasher();
    for (Saveable saveable : saveables) {
      hasher.putString(saveable.name() + "\n" + saveable.slice() + "\n", StandardCharsets.UTF_8);
    }
    return hasher.hash().toString();
  }
}
