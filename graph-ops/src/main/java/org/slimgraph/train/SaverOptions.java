package org.slimgraph.train;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slimgraph.graphdef.proto.SaverDef;
import org.slimgraph.variables.Variable;

/** The arguments of TF's Saver, with its defaults. Mutable; read once when the saver is made. */
public final class SaverOptions {
  @Nullable List<Variable> variables;
  @Nullable Map<String, List<Variable>> named;
  boolean reshape;
  boolean sharded;
  int maxToKeep = 5;
  double keepCheckpointEveryNHours = 10_000;
  String name = "";
  boolean restoreSequentially;
  @Nullable SaverDef saverDef;
  boolean deferBuild;
  boolean allowEmpty;
  SaverDef.CheckpointFormatVersion writeVersion = SaverDef.CheckpointFormatVersion.V2;
  boolean padStepNumber;
  boolean saveRelativePaths;
  String filename = "model";
  Clock clock = Clock.systemUTC();

  SaverOptions() {}

  /**
   * Saves these variables under their names; without it, all global variables and saveable objects
   * that exist when the saver is built.
   */
  public SaverOptions varList(List<Variable> saved) {
    variables = List.copyOf(saved);
    named = null;
    return this;
  }

  /** Saves these variables under the given names. */
  public SaverOptions varList(Map<String, Variable> saved) {
    Map<String, List<Variable>> lists = new LinkedHashMap<>();
    saved.forEach((key, variable) -> lists.put(key, List.of(variable)));
    return partitionedVarList(lists);
  }

  /** Saves these variables under the given names; several are slices of one. */
  public SaverOptions partitionedVarList(Map<String, List<Variable>> saved) {
    named = new LinkedHashMap<>(saved);
    variables = null;
    return this;
  }

  /** Restores a tensor of another shape with as many elements; by default an error. */
  public SaverOptions reshape(boolean allowed) {
    reshape = allowed;
    return this;
  }

  /** Writes one data file for each device; by default one for all. */
  public SaverOptions sharded(boolean perDevice) {
    sharded = perDevice;
    return this;
  }

  /** Keeps this many checkpoints, 5 by default; 0 keeps all, and keeps no list of them. */
  public SaverOptions maxToKeep(int checkpoints) {
    maxToKeep = checkpoints;
    return this;
  }

  /** Keeps a checkpoint for good whenever so many hours have passed; 10,000 by default. */
  public SaverOptions keepCheckpointEveryNHours(double hours) {
    keepCheckpointEveryNHours = hours;
    return this;
  }

  /** Sets the name scope of the operations, {@code save} by default. */
  public SaverOptions name(String scope) {
    name = scope;
    return this;
  }

  /** Assigns one variable after the other when restoring. */
  public SaverOptions restoreSequentially(boolean sequentially) {
    restoreSequentially = sequentially;
    return this;
  }

  /** Uses the operations that {@code def} names, and builds none. */
  public SaverOptions saverDef(SaverDef def) {
    saverDef = def;
    return this;
  }

  /** Builds no operations until {@link Saver#build} is called. */
  public SaverOptions deferBuild(boolean defer) {
    deferBuild = defer;
    return this;
  }

  /** Makes a saver that does nothing if there are no variables; by default an error. */
  public SaverOptions allowEmpty(boolean allowed) {
    allowEmpty = allowed;
    return this;
  }

  /** Sets the format that is written, V2 by default. */
  public SaverOptions writeVersion(SaverDef.CheckpointFormatVersion version) {
    writeVersion = version;
    return this;
  }

  /** Writes step numbers in file names with eight digits. */
  public SaverOptions padStepNumber(boolean pad) {
    padStepNumber = pad;
    return this;
  }

  /** Writes paths in the state file relative to it, so that the folder can be moved. */
  public SaverOptions saveRelativePaths(boolean relative) {
    saveRelativePaths = relative;
    return this;
  }

  /** Sets the checkpoint that the operations mean when nothing is fed, "model" by default. */
  public SaverOptions filename(Path prefix) {
    filename = prefix.toString();
    return this;
  }

  /** Tells the time by {@code clock}, the system's by default. */
  public SaverOptions clock(Clock toTellTime) {
    clock = toTellTime;
    return this;
  }
}
