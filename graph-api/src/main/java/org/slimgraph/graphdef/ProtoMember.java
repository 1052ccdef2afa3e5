package org.slimgraph.graphdef;

import com.google.protobuf.ByteString;

/** A member of a collection that files hold as a message of its own, such as a variable. */
public interface ProtoMember {

  /** Returns the bytes of the message. */
  ByteString toProtoBytes();
}
