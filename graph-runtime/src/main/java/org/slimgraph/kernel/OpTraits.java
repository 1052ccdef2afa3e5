package org.slimgraph.kernel;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What plans and executors must know of an op beyond its definition.
 *
 * @param alias the input whose storage output 0 shares unchanged (Identity, Reshape); -1 for none
 * @param inPlace the inputs whose storage output 0 may take over, if it has the same size
 * @param access how the op touches the variable that stands at an input
 * @param ownsVariable whether the op itself stands for a variable
 * @param control the op's part in control flow
 */
public record OpTraits(
    int alias,
    ImmutableList<Integer> inPlace,
    ImmutableMap<Integer, Access> access,
    boolean ownsVariable,
    ControlRole control) {

  /** How an op touches a variable. */
  public enum Access {
    /** Looks at the value. */
    READ,
    /** Changes the value, and may look at it. */
    WRITE
  }

  /** The part an op plays in control flow; everything else is NONE. */
  public enum ControlRole {
    /** An ordinary op. */
    NONE,
    /** Passes its data to one of two outputs. */
    SWITCH,
    /** Passes on the first live input. */
    MERGE,
    /** Brings a value into a frame. */
    ENTER,
    /** Takes a value out of a frame. */
    EXIT,
    /** Brings a value to the next iteration. */
    NEXT_ITERATION,
    /** The condition of a loop. */
    LOOP_COND,
    /** Runs even when its control inputs are dead. */
    CONTROL_TRIGGER
  }

  /** An op that reads its inputs and writes fresh outputs. */
  public static final OpTraits PLAIN = builder().build();

  /** Starts a description. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects traits. Not thread-safe. */
  public static final class Builder {
    private int alias = -1;
    private final List<Integer> inPlace = new ArrayList<>();
    private final Map<Integer, Access> access = new LinkedHashMap<>();
    private boolean ownsVariable;
    private ControlRole control = ControlRole.NONE;

    /** Output 0 shares the storage of input {@code input}. */
    public Builder alias(int input) {
      alias = input;
      return this;
    }

    /** Output 0 may take over the storage of any of these inputs. */
    public Builder inPlace(int... inputs) {
      for (int input : inputs) {
        inPlace.add(input);
      }
      return this;
    }

    /** The op looks at the variable at input {@code input}. */
    public Builder reads(int input) {
      access.put(input, Access.READ);
      return this;
    }

    /** The op changes the variable at input {@code input}. */
    public Builder writes(int input) {
      access.put(input, Access.WRITE);
      return this;
    }

    /** The op stands for a variable. */
    public Builder ownsVariable() {
      ownsVariable = true;
      return this;
    }

    /** Sets the op's part in control flow. */
    public Builder control(ControlRole role) {
      control = role;
      return this;
    }

    /** Builds the traits. */
    public OpTraits build() {
      return new OpTraits(
          alias, ImmutableList.copyOf(inPlace), ImmutableMap.copyOf(access), ownsVariable, control);
    }
  }
}
