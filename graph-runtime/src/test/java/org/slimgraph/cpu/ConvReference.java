package org.slimgraph.cpu;

/** Convolutions in double by their definition, one loop a dimension, with seeded operands. */
final class ConvReference {

  final float[] input;
  final float[] filter;
  final float[] outputGradient;
  final double[] wideInput;
  final double[] wideFilter;
  final double[] wideOutputGradient;

  private final ConvGeometry geometry;

  ConvReference(ConvGeometry geometry) {
    this.geometry = geometry;
    input = Providers.floats(11, geometry.inputSize());
    filter = Providers.floats(12, geometry.filterSize());
    outputGradient = Providers.floats(13, geometry.outputSize());
    wideInput = Providers.widen(input);
    wideFilter = Providers.widen(filter);
    wideOutputGradient = Providers.widen(outputGradient);
  }

  /** The most terms that one element of any result sums. */
  double terms() {
    double products =
        (double) geometry.outputSize() * geometry.taps() * geometry.filterInChannels();
    int smallest =
        Math.min(geometry.outputSize(), Math.min(geometry.inputSize(), geometry.filterSize()));
    return Math.max(1, products / Math.max(1, smallest));
  }

  double[] forward() {
    double[] result = new double[geometry.outputSize()];
    visit((in, tap, out) -> result[out] += wideInput[in] * wideFilter[tap]);
    return result;
  }

  double[] backwardInput() {
    double[] result = new double[geometry.inputSize()];
    visit((in, tap, out) -> result[in] += wideOutputGradient[out] * wideFilter[tap]);
    return result;
  }

  double[] backwardFilter() {
    double[] result = new double[geometry.filterSize()];
    visit((in, tap, out) -> result[tap] += wideOutputGradient[out] * wideInput[in]);
    return result;
  }

  private interface Product {
    void visit(int input, int filter, int output);
  }

  private void visit(Product product) {
    WindowAxis rows = geometry.height();
    WindowAxis columns = geometry.width();
    int groupOut = geometry.outChannels() / geometry.groups();
    for (int n = 0; n < geometry.batch(); n++) {
      for (int oy = 0; oy < rows.output(); oy++) {
        for (int ox = 0; ox < columns.output(); ox++) {
          for (int fy = 0; fy < rows.window(); fy++) {
            for (int fx = 0; fx < columns.window(); fx++) {
              int y = oy * rows.stride() - rows.padBefore() + fy * rows.dilation();
              int x = ox * columns.stride() - columns.padBefore() + fx * columns.dilation();
              if (y < 0 || y >= rows.input() || x < 0 || x >= columns.input()) {
                continue;
              }
              for (int o = 0; o < geometry.outChannels(); o++) {
                int group = o / groupOut;
                for (int c = 0; c < geometry.filterInChannels(); c++) {
                  int in =
                      ((n * rows.input() + y) * columns.input() + x) * geometry.inChannels()
                          + group * geometry.filterInChannels()
                          + c;
                  int tap =
                      ((fy * columns.window() + fx) * geometry.filterInChannels() + c)
                              * geometry.outChannels()
                          + o;
                  int out =
                      ((n * rows.output() + oy) * columns.output() + ox) * geometry.outChannels()
                          + o;
                  product.visit(in, tap, out);
                }
              }
            }
          }
        }
      }
    }
  }
}
