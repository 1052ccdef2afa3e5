package org.slimgraph.ops.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.slimgraph.error.SlimgraphException;

/**
 * Writes WAV files of 16-bit integers; {@link WavFile} reads them. Messages are those of TF 1.15's
 * {@code tensorflow/core/lib/wav/wav_io.cc}.
 */
public final class WavEncoding {
  private static final int HEADER = 44;
  private static final int BYTES = 2;

  private WavEncoding() {}

  /**
   * Returns the file of a sound.
   *
   * @param samples frames of one sample a channel, -1 to 1, from {@code offset} on; what lies
   *     beyond is cut off
   * @throws SlimgraphException INVALID_ARGUMENT if the format cannot express the numbers
   */
  public static byte[] encode(
      float[] samples, int offset, long sampleRate, int channels, int frames) {
    if (sampleRate < 1 || sampleRate > 0xffffffffL) {
      throw SlimgraphException.invalidArgument(
          "sample_rate must be in (0, 2^32), got: %d", sampleRate);
    }
    if (channels < 1 || channels > 0xffff) {
      throw SlimgraphException.invalidArgument(
          "num_channels must be in (0, 2^16), got: %d", channels);
    }
    if (frames < 1) {
      throw SlimgraphException.invalidArgument("num_frames must be positive.");
    }
    int size = Math.multiplyExact(frames * channels, BYTES);
    ByteBuffer out = ByteBuffer.allocate(HEADER + size).order(ByteOrder.LITTLE_ENDIAN);
    text(out, "RIFF").putInt(HEADER - 8 + size);
    text(out, "WAVE");
    text(out, "fmt ").putInt(16).putShort((short) 1).putShort((short) channels);
    out.putInt((int) sampleRate).putInt((int) (sampleRate * channels * BYTES));
    out.putShort((short) (channels * BYTES)).putShort((short) (8 * BYTES));
    text(out, "data").putInt(size);
    for (int i = 0; i < frames * channels; i++) {
      out.putShort(toShort(samples[offset + i]));
    }
    return out.array();
  }

  private static ByteBuffer text(ByteBuffer out, String text) {
    return out.put(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Rounds halves away from zero, as C's roundf. */
  private static short toShort(float sample) {
    float scaled = sample * 32768f;
    double rounded = Math.copySign(Math.floor(Math.abs((double) scaled) + 0.5), scaled);
    return (short) Math.min(Math.max(rounded, Short.MIN_VALUE), Short.MAX_VALUE);
  }
}
