package org.slimgraph.ops.io;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.slimgraph.graph.Operation;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.tensor.DataType;

/** Builders of ops on files and text; part of {@link org.slimgraph.ops.Ops}. */
public interface IoOps extends Builders {

  /** The family's ops. */
  ImmutableList<OpSpec> SPECS =
      ImmutableList.of(
          MatchingFiles.SPEC,
          MergeV2Checkpoints.SPEC,
          ParseExample.SPEC,
          ReadFile.SPEC,
          Restore.SPEC,
          Restore.SLICE,
          RestoreV2.SPEC,
          SaveV2.SPEC,
          ShardedFilename.SPEC,
          ShardedFilename.SPECIFICATION,
          StringToNumber.SPEC,
          WriteFile.SPEC);

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

  /**
   * Writes a file and the folders around it.
   *
   * @param filename string scalar
   * @param contents string scalar
   */
  default Operation writeFile(Output filename, Output contents) {
    return writeFile(filename, contents, "WriteFile");
  }

  /** Writes a file, as {@link #writeFile(Output, Output)}. */
  default Operation writeFile(Output filename, Output contents, String name) {
    return WriteFile.writeFile(tf(), filename, contents, name);
  }

  /**
   * Finds files.
   *
   * @param pattern string scalar or vector; wildcards stand in the last part of a path only
   * @return string vector: the names of the files that match, in order
   */
  default Output matchingFiles(Output pattern) {
    return matchingFiles(pattern, "matching_filenames");
  }

  /** Finds files, as {@link #matchingFiles(Output)}. */
  default Output matchingFiles(Output pattern, String name) {
    return MatchingFiles.matchingFiles(tf(), pattern, name);
  }

  /**
   * Writes tensors to a checkpoint of format V2. {@link org.slimgraph.train.Saver} is what users
   * want as a rule. TF: tf.io.save_v2 of the raw ops.
   *
   * @param prefix string scalar: the checkpoint
   * @param tensorNames the names under which the tensors are stored
   * @param shapeAndSlices for each, which slice of which shape it is; "" for a whole tensor
   * @param tensors the tensors, any types
   */
  default Operation saveV2(
      Output prefix, List<String> tensorNames, List<String> shapeAndSlices, List<Output> tensors) {
    return SaveV2.save(tf(), prefix, tensorNames, shapeAndSlices, tensors);
  }

  /**
   * Reads tensors from a checkpoint. {@link org.slimgraph.train.Saver} is what users want as a
   * rule. TF: tf.io.restore_v2 of the raw ops.
   *
   * @param prefix string scalar: the checkpoint
   * @param tensorNames the names under which the tensors are stored
   * @param shapeAndSlices for each, which slice of which shape is wanted; "" for a whole tensor
   * @param dtypes the types of the tensors
   * @return the tensors; running fails with NOT_FOUND if there is no such checkpoint or tensor
   */
  default List<Output> restoreV2(
      Output prefix, List<String> tensorNames, List<String> shapeAndSlices, List<DataType> dtypes) {
    return RestoreV2.restore(tf(), prefix, tensorNames, shapeAndSlices, dtypes);
  }

  /** Makes the checkpoint {@code destination} of the checkpoints {@code prefixes}. */
  default Operation mergeV2Checkpoints(List<Output> prefixes, Output destination) {
    return MergeV2Checkpoints.merge(tf(), prefixes, destination);
  }

  /** Returns the name of part {@code shard} of a checkpoint of {@code numShards} parts. */
  default Output shardedFilename(Output basename, int shard, Output numShards) {
    return ShardedFilename.shardedFilename(tf(), basename, shard, numShards);
  }
}
