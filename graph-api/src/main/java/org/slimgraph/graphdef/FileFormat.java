package org.slimgraph.graphdef;

import java.nio.charset.StandardCharsets;
import org.slimgraph.error.SlimgraphException;

/** The three forms of a protobuf message in a file. */
public enum FileFormat {
  /** Protobuf's binary form: {@code .pb}, {@code .meta}. */
  BINARY,
  /** Protobuf's text form: {@code .pbtxt}. */
  TEXT,
  /** Protobuf's JSON form: {@code .json}. */
  JSON;

  private static final int LOOK_AHEAD = 1 << 16;
  private static final String LFS_POINTER = "version https://git-lfs.github.com/spec/";

  /**
   * Returns the form of a file by its content. Text has no control characters but white space,
   * while every binary message that holds a node, a graph or a meta graph has one early.
   *
   * @throws SlimgraphException DATA_LOSS if the file is the pointer that Git leaves in place of a
   *     large file
   */
  public static FileFormat of(byte[] bytes) {
    boolean text = bytes.length > 0;
    for (int i = 0; i < Math.min(bytes.length, LOOK_AHEAD) && text; i++) {
      byte b = bytes[i];
      text = b < 0 || b >= ' ' || b == '\t' || b == '\n' || b == '\r' || b == '\f';
    }
    if (!text) {
      return BINARY;
    }
    String start = new String(bytes, 0, Math.min(bytes.length, 1024), StandardCharsets.UTF_8);
    if (start.startsWith(LFS_POINTER)) {
      throw SlimgraphException.dataLoss(
          "This is a Git LFS pointer, not the file itself; fetch it with 'git lfs pull'");
    }
    String first = withoutByteOrderMark(start).stripLeading();
    return first.startsWith("{") || first.startsWith("[") ? JSON : TEXT;
  }

  /** Returns {@code text} without the mark that some editors put in front. */
  static String withoutByteOrderMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }
}
