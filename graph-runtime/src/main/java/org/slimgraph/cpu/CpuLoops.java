package org.slimgraph.cpu;

import java.util.function.Supplier;

/**
 * All loops of one provider: what kernels call. Immutable and free of state, so that one instance
 * serves all threads.
 *
 * <p>Arrays are row-major without gaps, from the given offsets. Loops take a {@link Parallel} for
 * their parts; results do not depend on its threads.
 */
public final class CpuLoops {

  private final LoopsProvider provider;
  private final TiledProduct product;
  private final Gemm gemm;
  private final Elementwise elementwise;
  private final Reductions reductions;
  private final BatchNorm batchNorm;
  private final Bias bias;
  private final Softmax softmax;

  CpuLoops(LoopsProvider provider) {
    this.provider = provider;
    product = new TiledProduct(provider.tiles());
    gemm = new Gemm(product, provider.elements());
    elementwise = new Elementwise(provider.elements());
    reductions = new Reductions(provider);
    batchNorm = new BatchNorm(provider);
    bias = new Bias(provider);
    softmax = new Softmax(provider.elements());
  }

  /** Returns the fastest loops of this virtual machine, chosen at the first call. */
  public static CpuLoops get() {
    return Chosen.LOOPS;
  }

  /** Returns the loops that need no SIMD module. */
  public static CpuLoops plain() {
    return Plain.LOOPS;
  }

  /** Returns {@code "plain"} or the name of the SIMD loops with their width. */
  public String name() {
    return provider.name();
  }

  /** Returns matrix products. */
  public Gemm gemm() {
    return gemm;
  }

  /** Returns elementwise maps with broadcasting. */
  public Elementwise elementwise() {
    return elementwise;
  }

  /** Returns sums, means, products, extremes over axes. */
  public Reductions reductions() {
    return reductions;
  }

  /** Returns batch normalisation. */
  public BatchNorm batchNorm() {
    return batchNorm;
  }

  /** Returns the addition of a value a channel, and its gradient. */
  public Bias bias() {
    return bias;
  }

  /** Returns softmax over rows. */
  public Softmax softmax() {
    return softmax;
  }

  /** Starts the description of what follows a product. */
  public Epilogue.Builder epilogue() {
    return new Epilogue.Builder(provider);
  }

  /** Returns the float convolutions of one geometry; keep it, it holds tables. */
  public Convolution convolution(ConvGeometry geometry) {
    return convolution(geometry, false);
  }

  /**
   * Returns the float convolutions of one geometry; keep it, it holds tables.
   *
   * @param exact whether every output is to be the sum of its products; otherwise large
   *     convolutions with 3×3 filters may take fewer products, with other last bits
   */
  public Convolution convolution(ConvGeometry geometry, boolean exact) {
    return new Convolution(product, provider, geometry, exact);
  }

  /**
   * Returns the double convolutions of one geometry; a geometry with one filter channel a group is
   * a depthwise convolution, whose filter has the same layout.
   */
  public DoubleConvolution doubleConvolution(ConvGeometry geometry) {
    return new DoubleConvolution(geometry);
  }

  /**
   * Returns the float depthwise convolutions of one geometry, whose {@code filterInChannels} is 1.
   */
  public DepthwiseConvolution depthwise(ConvGeometry geometry) {
    return new DepthwiseConvolution(provider.elements(), geometry);
  }

  /** Returns the pooling loops of one geometry in float. */
  public Pooling pooling(PoolGeometry geometry) {
    return new Pooling(provider.elements(), geometry);
  }

  /** Returns the pooling loops of one geometry in double. */
  public DoublePooling doublePooling(PoolGeometry geometry) {
    return new DoublePooling(geometry);
  }

  @Override
  public String toString() {
    return "CpuLoops[" + name() + "]";
  }

  private static final class Plain {
    static final CpuLoops LOOPS = new CpuLoops(new PlainLoops());
  }

  private static final class Chosen {
    static final CpuLoops LOOPS = choose();

    private static CpuLoops choose() {
      Supplier<CpuLoops> plain = CpuLoops::plain;
      return ProviderChoice.simd().map(CpuLoops::new).orElseGet(plain);
    }
  }
}
