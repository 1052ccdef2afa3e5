package org.slimgraph.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.op.ArgDef;
import org.slimgraph.op.AttrDef;
import org.slimgraph.op.AttrValue;
import org.slimgraph.op.Attributes;
import org.slimgraph.op.OpDef;
import org.slimgraph.op.RegisteredOp;
import org.slimgraph.tensor.DataType;

/**
 * Adds nodes read from a file to a graph, in the file's order, with TF's checks and messages. Nodes
 * may come in any order; only loops may be cycles. Either all nodes are added or none. Not
 * thread-safe.
 */
public final class GraphImporter {
  private static final Pattern NODE_NAME = Pattern.compile("[A-Za-z0-9._][A-Za-z0-9_.\\-/]*");
  private static final String LOOP_CLOSER = "NextIteration";

  private final Graph graph;
  private String prefix = "";
  private boolean strict;
  private int producer;
  private Map<String, GraphElement> inputMap = Map.of();
  private final Set<String> unusedMappings = new LinkedHashSet<>();

  private final Map<String, Operation> made = new LinkedHashMap<>();
  private final Map<String, Integer> outputsUsed = new HashMap<>();

  /**
   * One node as a file states it.
   *
   * @param name the node's name
   * @param type the op type
   * @param inputs {@code "a"}, {@code "a:1"} and, after all of those, {@code "^a"}
   * @param attrs the attributes that are given
   * @param device the requested device or ""
   * @param source the message, kept so that fields unknown to us survive; null if there is none
   */
  public record Node(
      String name,
      String type,
      ImmutableList<String> inputs,
      ImmutableMap<String, AttrValue> attrs,
      String device,
      @Nullable Message source) {}

  GraphImporter(Graph graph) {
    this.graph = graph;
  }

  /** Puts {@code prefix/} before every name. The prefix is taken as it is; "" means none. */
  public GraphImporter prefix(String prefix) {
    this.prefix = prefix.isEmpty() ? "" : prefix + "/";
    return this;
  }

  /**
   * Refuses, as TF does, op types and attributes that are not known here. Without it such nodes are
   * loaded, can be looked at and saved, and fail only if they are run.
   */
  public GraphImporter strict(boolean strict) {
    this.strict = strict;
    return this;
  }

  /** States which GraphDef version wrote the nodes; ops removed by then are refused when strict. */
  public GraphImporter producer(int version) {
    producer = version;
    return this;
  }

  /**
   * Replaces inputs by elements of this graph.
   *
   * @param map {@code "a"} or {@code "a:0"} to an output, {@code "^a"} to an operation
   */
  public GraphImporter inputMap(Map<String, ? extends GraphElement> map) {
    inputMap = ImmutableMap.copyOf(map);
    unusedMappings.addAll(map.keySet());
    return this;
  }

  /**
   * Adds {@code nodes} and returns the operations by the names they have in the file.
   *
   * @throws SlimgraphException with TF's code and message if the nodes are not a valid graph
   */
  public ImmutableMap<String, Operation> add(List<Node> nodes) {
    countOutputs(nodes);
    int id = graph.version();
    for (Node node : nodes) {
      checkName(node);
      id++;
      if (made.put(node.name(), shell(node, id)) != null) {
        throw SlimgraphException.invalidArgument("Node '%s' is not unique", node.name());
      }
    }
    nodes.forEach(this::connect);
    if (!unusedMappings.isEmpty()) {
      throw SlimgraphException.invalidArgument(
          "Attempted to map inputs that were not found in graph_def: %s", unusedMappings);
    }
    nodes.forEach(this::checkColocation);
    ShapeInference shapes = new ShapeInference(graph.registry());
    for (Operation op : inOrder()) {
      shapes.infer(op);
    }
    graph.addImported(List.copyOf(made.values()));
    return ImmutableMap.copyOf(made);
  }

  private void checkName(Node node) {
    boolean legal = NODE_NAME.matcher(node.name()).matches();
    if (!legal || (strict && node.name().startsWith("_"))) {
      throw SlimgraphException.invalidArgument(
          "Node '%s': Node name contains invalid characters", node.name());
    }
    if (graph.findOperation(prefix + node.name()).isPresent()) {
      throw SlimgraphException.invalidArgument(
          "Node name '%s%s' already exists in the Graph", prefix, node.name());
    }
  }

  /** Notes how many outputs of each node are used: all we know of ops that are not registered. */
  private void countOutputs(List<Node> nodes) {
    for (Node node : nodes) {
      for (String input : node.inputs()) {
        if (!input.startsWith("^")) {
          InputName name = InputName.parse(input, node.name());
          outputsUsed.merge(name.node, name.index + 1, Math::max);
        }
      }
    }
  }

  private Operation shell(Node node, int id) {
    RegisteredOp registered = graph.registry().find(node.type()).orElse(null);
    OpDef def;
    ImmutableList<DataType> outputTypes;
    Attributes attrs;
    if (registered == null) {
      if (strict) {
        graph.registry().get(node.type());
      }
      def = OpDef.builder(node.type()).build();
      attrs = new Attributes(def, prefixed(node.attrs()));
      outputTypes = unknownTypes(Math.max(1, outputsUsed.getOrDefault(node.name(), 0)));
    } else {
      def = registered.def();
      checkNotRemoved(def);
      attrs = checked(node, def);
      outputTypes = ShapeInference.outputTypes(def, attrs);
    }
    return new Operation(
        graph,
        id,
        prefix + node.name(),
        def,
        attrs,
        outputTypes,
        node.device(),
        CreationSite.UNKNOWN,
        node.source());
  }

  private void checkNotRemoved(OpDef def) {
    if (strict && def.deprecatedSince() > 0 && producer >= def.deprecatedSince()) {
      throw SlimgraphException.unimplemented(
          "Op %s is not available in GraphDef version %d. It has been removed in version %d. %s.",
          def.name(), producer, def.deprecatedSince(), def.deprecation());
    }
  }

  private static ImmutableList<DataType> unknownTypes(int count) {
    ImmutableList.Builder<DataType> types = ImmutableList.builder();
    for (int i = 0; i < count; i++) {
      types.add(DataType.INVALID);
    }
    return types.build();
  }

  private Attributes checked(Node node, OpDef def) {
    for (Map.Entry<String, AttrValue> attr : node.attrs().entrySet()) {
      boolean known = attr.getKey().startsWith("_") || def.findAttr(attr.getKey()).isPresent();
      if (!known && strict) {
        throw SlimgraphException.invalidArgument(
            "NodeDef mentions attr '%s' not in %s; NodeDef: {{node %s}}. (Check whether your"
                + " GraphDef-interpreting binary is up to date with your GraphDef-generating"
                + " binary.).",
            attr.getKey(), def, node.name());
      }
    }
    for (AttrDef attr : def.attrs()) {
      AttrValue value = node.attrs().get(attr.name());
      if (value == null && attr.defaultOrNull() == null) {
        throw SlimgraphException.invalidArgument(
            "NodeDef missing attr '%s' from %s; NodeDef: {{node %s}}",
            attr.name(), def, node.name());
      }
      if (value != null) {
        attr.check(value, def.name() + "; NodeDef: {{node " + node.name() + "}}");
      }
    }
    return new Attributes(def, prefixed(node.attrs()));
  }

  /** Colocation groups name nodes, so they get the prefix too. */
  private ImmutableMap<String, AttrValue> prefixed(ImmutableMap<String, AttrValue> attrs) {
    if (prefix.isEmpty() || !(attrs.get("_class") instanceof AttrValue.ListOf groups)) {
      return attrs;
    }
    List<Object> renamed = new ArrayList<>();
    for (AttrValue group : groups.values()) {
      String text = ((AttrValue.Str) group).bytes().toStringUtf8();
      renamed.add(
          text.startsWith("loc:@") ? "loc:@" + prefix + text.substring("loc:@".length()) : group);
    }
    Map<String, AttrValue> changed = new LinkedHashMap<>(attrs);
    changed.put("_class", AttrValue.list(renamed));
    return ImmutableMap.copyOf(changed);
  }

  private Operation operation(String node) {
    Operation op = made.get(node);
    if (op == null) {
      throw SlimgraphException.internal("Node '%s' was not made", node);
    }
    return op;
  }

  private void connect(Node node) {
    List<Output> inputs = new ArrayList<>();
    Set<Operation> controls = new LinkedHashSet<>();
    for (String text : node.inputs()) {
      if (text.startsWith("^")) {
        controls.add(control(node, text));
      } else if (!controls.isEmpty()) {
        throw SlimgraphException.invalidArgument(
            "Node '%s': Control dependencies must come after regular dependencies", node.name());
      } else {
        inputs.add(data(node, text));
      }
    }
    Operation op = operation(node.name());
    if (graph.registry().find(node.type()).isPresent()) {
      InputBinding.checkTypes(op.def(), op.name(), op.attrs(), inputs);
    }
    op.setInputs(inputs, List.copyOf(controls));
  }

  private Operation control(Node node, String text) {
    GraphElement mapped = inputMap.get(text);
    if (mapped != null) {
      unusedMappings.remove(text);
      return mapped.operation();
    }
    Operation control = made.get(text.substring(1));
    if (control == null) {
      throw unknownInput(node, text);
    }
    return control;
  }

  private Output data(Node node, String text) {
    InputName name = InputName.parse(text, node.name());
    String full = name.node + ":" + name.index;
    for (String key : name.index == 0 ? List.of(full, name.node) : List.of(full)) {
      if (inputMap.get(key) instanceof Output mapped) {
        unusedMappings.remove(key);
        return mapped;
      }
    }
    Operation producer = made.get(name.node);
    if (producer == null) {
      throw unknownInput(node, text);
    }
    if (name.index >= producer.outputCount()) {
      throw SlimgraphException.invalidArgument(
          "Node '%s': Connecting to invalid output %d of source node %s which has %d outputs.",
          node.name(), name.index, name.node, producer.outputCount());
    }
    return producer.output(name.index);
  }

  private static SlimgraphException unknownInput(Node node, String text) {
    return SlimgraphException.invalidArgument(
        "Node '%s': Unknown input node '%s'", node.name(), text);
  }

  private void checkColocation(Node node) {
    for (String group : operation(node.name()).colocationGroups()) {
      String target = group.substring("loc:@".length());
      String local = target.startsWith(prefix) ? target.substring(prefix.length()) : target;
      if (!made.containsKey(local) && graph.findOperation(target).isEmpty()) {
        throw SlimgraphException.invalidArgument(
            "Node '%s' expects to be colocated with unknown node '%s'", node.name(), target);
      }
    }
  }

  /**
   * Returns the operations so that each comes after its inputs, but for the edges that close loops.
   */
  private List<Operation> inOrder() {
    Set<Operation> own = new HashSet<>(made.values());
    Map<Operation, Integer> pending = new HashMap<>();
    Map<Operation, List<Operation>> successors = new HashMap<>();
    Deque<Operation> ready = new ArrayDeque<>();
    for (Operation op : made.values()) {
      Set<Operation> before = new TreeSet<>((a, b) -> Integer.compare(a.id(), b.id()));
      op.inputs().stream()
          .map(Output::operation)
          .filter(p -> own.contains(p) && !p.type().endsWith(LOOP_CLOSER))
          .forEach(before::add);
      op.controlInputs().stream().filter(own::contains).forEach(before::add);
      pending.put(op, before.size());
      before.forEach(p -> successors.computeIfAbsent(p, key -> new ArrayList<>()).add(op));
      if (before.isEmpty()) {
        ready.add(op);
      }
    }
    List<Operation> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      Operation op = ready.poll();
      order.add(op);
      for (Operation next : successors.getOrDefault(op, List.of())) {
        if (pending.merge(next, -1, Integer::sum) == 0) {
          ready.add(next);
        }
      }
    }
    if (order.size() < made.size()) {
      throw SlimgraphException.invalidArgument("%d nodes in a cycle", made.size() - order.size());
    }
    return order;
  }

  /** A data input as written: {@code "a"} or {@code "a:1"}. */
  private record InputName(String node, int index) {

    static InputName parse(String text, String reader) {
      int colon = text.lastIndexOf(':');
      if (colon < 0) {
        return new InputName(text, 0);
      }
      try {
        int index = Integer.parseUnsignedInt(text.substring(colon + 1));
        if (index < 0 || index >= ArgDef.MAX_TENSORS) {
          throw new NumberFormatException("An operation has fewer outputs");
        }
        return new InputName(text.substring(0, colon), index);
      } catch (NumberFormatException e) {
        throw SlimgraphException.invalidArgument(
            "Node '%s': input '%s' is not of the form name or name:number", reader, text);
      }
    }
  }
}
