package org.slimgraph.graphdef;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slimgraph.graphdef.proto.GraphDef;
import org.slimgraph.graphdef.proto.MetaGraphDef;
import org.slimgraph.graphdef.proto.NodeDef;
import org.slimgraph.graphdef.proto.SavedModel;

/** Tells which of the three messages that hold graphs a file holds. */
final class ModelKind {
  private static final ImmutableList<Message> KINDS =
      ImmutableList.of(
          GraphDef.getDefaultInstance(),
          MetaGraphDef.getDefaultInstance(),
          SavedModel.getDefaultInstance());

  private static final Pattern COMMENTS = Pattern.compile("\\A(?:\\s*#[^\\n]*\\n)*\\s*");
  private static final Pattern FIELD = Pattern.compile("[A-Za-z_0-9]+");
  private static final Pattern OP_TYPE = Pattern.compile("[A-Za-z0-9_.>/-]+");

  private ModelKind() {}

  /** Returns an instance of the message that has the first field of {@code text}. */
  static Message ofText(String text, FileFormat format) {
    if (format == FileFormat.JSON) {
      for (String member : JsonOutline.members(text).keySet()) {
        for (Message kind : KINDS) {
          if (hasField(kind, member)) {
            return kind;
          }
        }
      }
      return GraphDef.getDefaultInstance();
    }
    Matcher comments = COMMENTS.matcher(text);
    int start = comments.find() ? comments.end() : 0;
    Matcher field = FIELD.matcher(text).region(start, text.length());
    if (field.lookingAt()) {
      for (Message kind : KINDS) {
        if (hasField(kind, field.group())) {
          return kind;
        }
      }
    }
    return GraphDef.getDefaultInstance();
  }

  private static boolean hasField(Message kind, String name) {
    for (FieldDescriptor field : kind.getDescriptorForType().getFields()) {
      if (field.getName().equals(name) || field.getJsonName().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns an instance of the message that {@code bytes} hold. A saved model begins with a number.
   * A graph begins with a node, whose field 2 is an op type; a meta graph with its info, whose
   * field 2 is a message, or with a graph in its field 2, where a graph has its functions.
   */
  static Message ofBinary(byte[] bytes) {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    try {
      int tag = in.readTag();
      if (tag == 0) {
        return GraphDef.getDefaultInstance();
      }
      boolean message = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1:
          if (!message) {
            return SavedModel.getDefaultInstance();
          }
          return isNode(in.readBytes())
              ? GraphDef.getDefaultInstance()
              : MetaGraphDef.getDefaultInstance();
        case 2:
          return message && isGraph(in.readBytes())
              ? MetaGraphDef.getDefaultInstance()
              : GraphDef.getDefaultInstance();
        default:
          return GraphDef.getDefaultInstance();
      }
    } catch (IOException e) {
      // Parsing as a graph will say where the damage is.
      return GraphDef.getDefaultInstance();
    }
  }

  private static boolean isNode(ByteString bytes) {
    try {
      NodeDef node = NodeDef.parseFrom(bytes);
      return OP_TYPE.matcher(node.getOp()).matches();
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  private static boolean isGraph(ByteString bytes) {
    try {
      GraphDef graph = GraphDef.parseFrom(bytes);
      return graph.getNodeCount() > 0
          && graph.getNodeList().stream().allMatch(node -> OP_TYPE.matcher(node.getOp()).matches());
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }
}
