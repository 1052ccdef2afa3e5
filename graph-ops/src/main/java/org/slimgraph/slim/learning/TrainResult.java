package org.slimgraph.slim.learning;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a training ended.
 *
 * @param loss the loss of the last step, which is what TF returns; NaN if there was no step
 * @param step the global step
 * @param reason why it ended
 * @param checkpoint the prefix of the last checkpoint, if there is a logdir
 */
public record TrainResult(double loss, long step, Reason reason, Optional<Path> checkpoint) {

  /** Why a training ended. */
  public enum Reason {
    /** The number of steps was reached. */
    STEPS,
    /** There were no more data. */
    END_OF_DATA,
    /** The options' {@code stopWhen} said so. */
    STOPPED,
    /** The thread was interrupted, or the options' {@code interrupted} said so. */
    INTERRUPTED
  }
}
