package org.slimgraph.train;

import java.util.OptionalLong;
import org.slimgraph.checkpoint.CheckpointState;

/** The arguments of TF's Saver.save beside session and path, with its defaults. Mutable. */
public final class SaveOptions {
  OptionalLong globalStep = OptionalLong.empty();
  String latestFilename = CheckpointState.FILE_NAME;
  String metaGraphSuffix = "meta";
  boolean writeMetaGraph = true;
  boolean writeState = true;

  SaveOptions() {}

  /** Ends the checkpoint's name in {@code -step}. */
  public SaveOptions globalStep(long step) {
    globalStep = OptionalLong.of(step);
    return this;
  }

  /** Sets the name of the state file, {@code checkpoint} by default. */
  public SaveOptions latestFilename(String name) {
    latestFilename = name;
    return this;
  }

  /** Sets the ending of the meta graph's file, {@code meta} by default. */
  public SaveOptions metaGraphSuffix(String suffix) {
    metaGraphSuffix = suffix;
    return this;
  }

  /** Leaves the meta graph's file out. */
  public SaveOptions writeMetaGraph(boolean write) {
    writeMetaGraph = write;
    return this;
  }

  /** Leaves the state file as it is. */
  public SaveOptions writeState(boolean write) {
    writeState = write;
    return this;
  }
}
