package org.slimgraph.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/** How a record file is compressed as a whole. TF: tf.io.TFRecordCompressionType. */
public enum Compression {
  /** As it is. */
  NONE,
  /** The format of gzip. */
  GZIP,
  /** The format of zlib. */
  ZLIB;

  InputStream decompress(InputStream in) throws IOException {
    switch (this) {
      case GZIP:
        return new GZIPInputStream(in);
      case ZLIB:
        return new InflaterInputStream(in);
      case NONE:
        return in;
    }
    throw new IllegalStateException("Unknown compression " + this);
  }

  OutputStream compress(OutputStream out) throws IOException {
    switch (this) {
      case GZIP:
        return new GZIPOutputStream(out, true);
      case ZLIB:
        return new DeflaterOutputStream(out, true);
      case NONE:
        return out;
    }
    throw new IllegalStateException("Unknown compression " + this);
  }
}
