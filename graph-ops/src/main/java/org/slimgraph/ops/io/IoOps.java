package org.slimgraph.ops.io;

import com.google.common.collect.ImmutableList;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.tensor.DataType;

/** Builders of ops on files and text; part of {@link org.slimgraph.ops.Ops}. */
public interface IoOps extends Builders {

  /** The family's ops. */
  ImmutableList<OpSpec> SPECS =
      ImmutableList.of(ParseExample.SPEC, ReadFile.SPEC, StringToNumber.SPEC);

  /**
   * Reads a file.
   *
   * @param filename string scalar
   * @return string scalar, the file's bytes; running fails with NOT_FOUND if there is no such file
   */
  default Output readFile(Output filename) {
    return readFile(filename, "ReadFile");
  }

  /** Reads a file, as {@link #readFile(Output)}. */
  default Output readFile(Output filename, String name) {
    return ReadFile.readFile(tf(), filename, name);
  }

  /**
   * Parses decimal numbers.
   *
   * @param strings strings of any shape
   * @param outType FLOAT, DOUBLE, INT32 or INT64
   * @return numbers of the same shape; running fails with INVALID_ARGUMENT at text that is no
   *     number
   */
  default Output stringToNumber(Output strings, DataType outType) {
    return stringToNumber(strings, outType, "StringToNumber");
  }

  /** Parses decimal numbers, as {@link #stringToNumber(Output, DataType)}. */
  default Output stringToNumber(Output strings, DataType outType, String name) {
    return StringToNumber.stringToNumber(tf(), strings, outType, name);
  }
}
