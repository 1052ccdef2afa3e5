package org.slimgraph.cpu.simd;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slimgraph.cpu.TileKernel;
import org.slimgraph.cpu.TileKernels;

/**
 * Tile kernels of two vectors a row, in as many rows as registers hold.
 *
 * <p>The strides of the left matrix must be constants to the compiler: then the addresses of all
 * rows are one register plus displacements. So {@link TileTemplate}, which reads its strides from
 * its class data, is defined once more as a hidden class for each pair of strides.
 */
final class SimdTileKernels implements TileKernels {

  private final Map<Long, TileKernel> kernels = new ConcurrentHashMap<>();

  @Override
  public int rows() {
    // 32 registers of 16 lanes hold 28 sums, 16 registers of 8 lanes hold 12; 32 of 4 lanes hold 16
    // (the latter two not measured).
    return switch (SimdLoops.SPECIES.length()) {
      case 16 -> 14;
      case 8 -> 6;
      default -> 8;
    };
  }

  @Override
  public int columns() {
    return 2 * SimdLoops.SPECIES.length();
  }

  @Override
  public TileKernel at(int rowStride, int depthStride) {
    return kernels.computeIfAbsent(
        (long) rowStride << 32 | depthStride, key -> define(rowStride, depthStride));
  }

  private static TileKernel define(int rowStride, int depthStride) {
    int[] strides = {rowStride, depthStride};
    try (InputStream template = SimdTileKernels.class.getResourceAsStream("TileTemplate.class")) {
      if (template == null) {
        throw new IllegalStateException(
            "TileTemplate.class is missing beside SimdTileKernels.class");
      }
      MethodHandles.Lookup hidden =
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(template.readAllBytes(), strides, true);
      return (TileKernel) hidden.lookupClass().getDeclaredConstructor().newInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot define a tile kernel", e);
    }
  }
}
