package org.slimgraph.ops.math;

import org.slimgraph.error.SlimgraphException;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Ops;
import org.slimgraph.tensor.DataType;

/** Python's operators on tensors: the scope that each opens and the op that it adds. */
enum Operator {
  ADD("add", "AddV2") {
    @Override
    Output make(Ops tf, Output x, Output y, String name) {
      boolean strings = x.dataType().base() == DataType.STRING;
      return Operands.call(tf, strings ? "Add" : "AddV2", x, y, name);
    }
  },
  SUB("sub", "Sub"),
  MUL("mul", "Mul"),
  FLOORDIV("floordiv", "FloorDiv"),
  MOD("mod", "FloorMod"),
  POW("pow", "Pow"),
  /** Divides integers as floating-point numbers; small ones as FLOAT, others as DOUBLE. */
  TRUEDIV("truediv", "RealDiv") {
    @Override
    Output make(Ops tf, Output x, Output y, String name) {
      DataType type = x.dataType().base();
      if (type != y.dataType().base()) {
        throw SlimgraphException.invalidArgument(
            "x and y must have the same dtype, got %s != %s",
            type.tfName(), y.dataType().base().tfName());
      }
      DataType quotient = quotientType(type);
      return Operands.call(tf, "RealDiv", tf.cast(x, quotient), tf.cast(y, quotient), name);
    }
  };

  private final String scope;
  private final String type;

  Operator(String scope, String type) {
    this.scope = scope;
    this.type = type;
  }

  private static DataType quotientType(DataType type) {
    switch (type) {
      case INT8:
      case UINT8:
      case INT16:
      case UINT16:
        return DataType.FLOAT;
      case INT32:
      case INT64:
        return DataType.DOUBLE;
      default:
        return type;
    }
  }

  /** Adds the op; {@code name} is that of the scope that is open, with its slash. */
  Output make(Ops tf, Output x, Output y, String name) {
    return Operands.call(tf, type, x, y, name);
  }

  Output of(Ops tf, Output x, Output y) {
    return of(tf, x, y, scope);
  }

  Output of(Ops tf, Output x, Output y, String name) {
    return Operands.scoped(tf, name, x, y, this::make);
  }

  Output of(Ops tf, Output x, Number y) {
    return Operands.scoped(tf, scope, x, y, this::make);
  }

  Output of(Ops tf, Number x, Output y) {
    return Operands.scoped(tf, scope, x, y, this::make);
  }
}
