package org.slimgraph.examples;

/**
 * The arguments of a command, read one after the other. Wrong ones are IllegalArgumentException.
 */
final class Arguments {
  private final String[] arguments;
  private int next;

  Arguments(String... arguments) {
    this.arguments = arguments;
  }

  boolean hasNext() {
    return next < arguments.length;
  }

  /** Returns the next option. */
  String option() {
    return arguments[next++];
  }

  /** Returns the value of the option that was read last. */
  String value() {
    if (!hasNext()) {
      throw new IllegalArgumentException("Missing value for option '" + arguments[next - 1] + "'");
    }
    return arguments[next++];
  }

  /** Returns the value of the option that was read last, an integer of at least {@code least}. */
  int integer(int least) {
    String option = arguments[next - 1];
    String text = value();
    int number;
    try {
      number = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " takes a number, not '" + text + "'", e);
    }
    if (number < least) {
      throw new IllegalArgumentException(option + " must be at least " + least + ", not " + number);
    }
    return number;
  }

  /** Returns the value of the option that was read last, a positive finite number. */
  double positive() {
    String option = arguments[next - 1];
    String text = value();
    double number;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " takes a number, not '" + text + "'", e);
    }
    if (!(number > 0) || Double.isInfinite(number)) {
      throw new IllegalArgumentException(option + " must be a positive number, not " + text);
    }
    return number;
  }

  static IllegalArgumentException unknown(String option) {
    return new IllegalArgumentException("Unknown option: '" + option + "'");
  }
}
