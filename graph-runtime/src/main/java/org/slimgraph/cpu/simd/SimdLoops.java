package org.slimgraph.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.slimgraph.cpu.ChannelLoops;
import org.slimgraph.cpu.ElementLoops;
import org.slimgraph.cpu.LoopsProvider;
import org.slimgraph.cpu.TileKernels;
import org.slimgraph.cpu.WinogradLoops;

/** The loops with SIMD instructions, as wide as the processor prefers. */
public final class SimdLoops implements LoopsProvider {

  /** The one species of this process. */
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private final TileKernels tiles = new SimdTileKernels();
  private final ElementLoops elements = new SimdElementLoops();
  private final ChannelLoops channels = new SimdChannelLoops();

  /**
   * Makes the loops.
   *
   * @throws UnsupportedOperationException if vectors are too narrow to pay
   */
  public SimdLoops() {
    if (SPECIES.length() < 4) {
      throw new UnsupportedOperationException(
          "vectors of " + SPECIES.length() + " floats are too narrow");
    }
  }

  @Override
  public String name() {
    return "simd" + SPECIES.vectorBitSize();
  }

  @Override
  public TileKernels tiles() {
    return tiles;
  }

  @Override
  public ElementLoops elements() {
    return elements;
  }

  @Override
  public ChannelLoops channels() {
    return channels;
  }

  @Override
  public WinogradLoops winograd() {
    return new SimdWinogradLoops();
  }
}
