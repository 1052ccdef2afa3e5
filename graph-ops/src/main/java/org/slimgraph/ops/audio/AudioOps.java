package org.slimgraph.ops.audio;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.slimgraph.graph.Output;
import org.slimgraph.ops.Builders;
import org.slimgraph.ops.OpSpec;
import org.slimgraph.ops.Ops;

/** Builders of {@code tf.audio}. */
public final class AudioOps implements Builders {

  /** The family's ops. */
  public static final ImmutableList<OpSpec> SPECS =
      ImmutableList.of(AudioSpectrogram.SPEC, DecodeWav.SPEC, Mfcc.SPEC);

  private final Ops tf;

  /** Creates the builders of the graph of {@code tf}. */
  public AudioOps(Ops tf) {
    this.tf = tf;
  }

  @Override
  public Ops tf() {
    return tf;
  }

  /**
   * Decodes a WAV file of 16-bit samples, with all its channels and samples.
   *
   * @param contents string scalar, the bytes of the file
   * @return the float audio [samples, channels] from -1 to 1, and the int32 sample rate
   */
  public List<Output> decodeWav(Output contents) {
    return decodeWav(contents, -1, -1, "DecodeWav");
  }

  /**
   * Decodes a WAV file of 16-bit samples.
   *
   * @param contents string scalar, the bytes of the file
   * @param desiredChannels channels of the result, the last of the file repeated; -1 for as many as
   *     the file has
   * @param desiredSamples samples of the result, cut or filled up with silence; -1 for as many as
   *     the file has
   * @return the float audio [samples, channels] from -1 to 1, and the int32 sample rate
   */
  public List<Output> decodeWav(
      Output contents, long desiredChannels, long desiredSamples, String name) {
    return DecodeWav.decodeWav(tf, contents, desiredChannels, desiredSamples, name);
  }

  /**
   * Computes how strong each frequency is in windows of a sound.
   *
   * @param input float [samples, channels]
   * @param windowSize samples of a window, at least 2
   * @param stride samples from one window to the next, at least 1
   * @param magnitudeSquared whether to leave out the square root
   * @return float [channels, windows, 1 + n / 2], where n is the next power of two of windowSize
   */
  public Output spectrogram(Output input, long windowSize, long stride, boolean magnitudeSquared) {
    return spectrogram(input, windowSize, stride, magnitudeSquared, "AudioSpectrogram");
  }

  /** As {@link #spectrogram(Output, long, long, boolean)}. */
  public Output spectrogram(
      Output input, long windowSize, long stride, boolean magnitudeSquared, String name) {
    return AudioSpectrogram.spectrogram(tf, input, windowSize, stride, magnitudeSquared, name);
  }

  /**
   * Computes mel-frequency cepstral coefficients: 13 from 40 bands between 20 and 4000 Hz.
   *
   * @param spectrogram float [channels, windows, frequencies], the squared magnitudes
   * @param sampleRate int32 scalar
   * @return float [channels, windows, 13]
   */
  public Output mfcc(Output spectrogram, Output sampleRate) {
    return mfcc(spectrogram, sampleRate, "Mfcc");
  }

  /** As {@link #mfcc(Output, Output)}. */
  public Output mfcc(Output spectrogram, Output sampleRate, String name) {
    return Mfcc.mfcc(tf, spectrogram, sampleRate, name);
  }
}
