package org.slimgraph.ops.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.slimgraph.error.SlimgraphException;

/**
 * The samples of a WAV file of 16-bit integers. Messages are those of TF 1.15's {@code
 * tensorflow/core/lib/wav/wav_io.cc}.
 */
final class WavFile {
  private final int channels;
  private final int sampleRate;
  private final ByteBuffer data;

  private WavFile(int channels, int sampleRate, ByteBuffer data) {
    this.channels = channels;
    this.sampleRate = sampleRate;
    this.data = data;
  }

  /**
   * Reads a file.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if it is not whole, or not of 16-bit samples
   */
  static WavFile parse(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    expect(in, "RIFF");
    number(in, 4);
    expect(in, "WAVE");
    expect(in, "fmt ");
    long formatSize = number(in, 4);
    if (formatSize != 16 && formatSize != 18) {
      throw SlimgraphException.invalidArgument(
          "Bad file size for WAV: Expected 16 or 18, but got%d", formatSize);
    }
    long format = number(in, 2);
    if (format != 1) {
      throw SlimgraphException.invalidArgument(
          "Bad audio format for WAV: Expected 1 (PCM), but got%d", format);
    }
    long channels = number(in, 2);
    if (channels < 1) {
      throw SlimgraphException.invalidArgument(
          "Bad number of channels for WAV: Expected at least 1, but got %d", channels);
    }
    long sampleRate = number(in, 4);
    checkWidths(in, channels, sampleRate);
    if (formatSize == 18) {
      number(in, 2);
    }
    return new WavFile((int) channels, (int) sampleRate, data(in, (int) (2 * channels)));
  }

  private static void checkWidths(ByteBuffer in, long channels, long sampleRate) {
    long bytesPerSecond = number(in, 4);
    long bytesPerSample = number(in, 2);
    long bits = number(in, 2);
    if (bits != 16) {
      throw SlimgraphException.invalidArgument(
          "Can only read 16-bit WAV files, but received %d", bits);
    }
    if (bytesPerSample != 2 * channels) {
      throw SlimgraphException.invalidArgument(
          "Bad bytes per sample in WAV header: Expected %d but got %d",
          2 * channels, bytesPerSample);
    }
    if (bytesPerSecond != bytesPerSample * sampleRate) {
      throw SlimgraphException.invalidArgument(
          "Bad bytes per second in WAV header: Expected %d but got %d (sample_rate=%d,"
              + " bytes_per_sample=%d)",
          bytesPerSample * sampleRate, bytesPerSecond, sampleRate, bytesPerSample);
    }
  }

  /** Returns the content of the one chunk of samples. */
  private static ByteBuffer data(ByteBuffer in, int bytesPerSample) {
    ByteBuffer data = null;
    while (in.hasRemaining()) {
      String chunk = text(in);
      long size = number(in, 4);
      if (size > Integer.MAX_VALUE) {
        throw SlimgraphException.invalidArgument(
            "WAV data chunk '%s' is too large: %d bytes, but the limit is %d",
            chunk, size, Integer.MAX_VALUE);
      }
      if (!chunk.equals("data")) {
        in.position((int) Math.min(in.limit(), in.position() + size));
        continue;
      }
      if (data != null) {
        throw SlimgraphException.invalidArgument("More than one data chunk found in WAV");
      }
      int used = (int) size / bytesPerSample * bytesPerSample;
      if (used > in.remaining()) {
        throw tooShort();
      }
      data = in.slice(in.position(), used).order(ByteOrder.LITTLE_ENDIAN);
      in.position(in.position() + used);
    }
    if (data == null) {
      throw SlimgraphException.invalidArgument("No data chunk found in WAV");
    }
    return data;
  }

  private static void expect(ByteBuffer in, String text) {
    String found = text(in);
    if (!found.equals(text)) {
      throw SlimgraphException.invalidArgument(
          "Header mismatch: Expected %s but found %s", text, found);
    }
  }

  private static String text(ByteBuffer in) {
    if (in.remaining() < 4) {
      throw tooShort();
    }
    byte[] text = new byte[4];
    in.get(text);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static long number(ByteBuffer in, int bytes) {
    if (in.remaining() < bytes) {
      throw tooShort();
    }
    return bytes == 4 ? Integer.toUnsignedLong(in.getInt()) : Short.toUnsignedLong(in.getShort());
  }

  private static SlimgraphException tooShort() {
    return SlimgraphException.invalidArgument("Data too short when trying to read string");
  }

  /** Returns the number of channels. */
  int channels() {
    return channels;
  }

  /** Returns the samples a second. */
  int sampleRate() {
    return sampleRate;
  }

  /** Returns the number of samples of each channel. */
  int samples() {
    return data.capacity() / (2 * channels);
  }

  /** Returns a sample, from -1 to 1. */
  float value(int sample, int channel) {
    return data.getShort(2 * (sample * channels + channel)) / 32768f;
  }
}
