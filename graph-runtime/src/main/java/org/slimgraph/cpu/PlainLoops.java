package org.slimgraph.cpu;

/** The loops that run on any Java virtual machine. */
final class PlainLoops implements LoopsProvider {

  private final TileKernels tiles = new PlainTileKernels();
  private final ElementLoops elements = new PlainElementLoops();
  private final ChannelLoops channels = new PlainChannelLoops();

  @Override
  public String name() {
    return "plain";
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
    return new PlainWinogradLoops();
  }
}
