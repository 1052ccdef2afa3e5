package org.slimgraph.data;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slimgraph.tensor.Tensor;

/** The records of files, read in their order. */
record RecordSource(ImmutableList<Path> files, Compression compression) implements Stage {

  @Override
  public long size() {
    return UNKNOWN_SIZE;
  }

  @Override
  public Cursor open(DatasetPosition start) throws IOException {
    return Cursor.advanced(new RecordCursor(start.pass()), start);
  }

  private final class RecordCursor implements Cursor {
    private final long pass;
    private long next;
    private int file;
    private @Nullable RecordReader reader;

    RecordCursor(long pass) {
      this.pass = pass;
    }

    @Override
    public Optional<Element> next() throws IOException {
      while (reader != null || file < files.size()) {
        if (reader == null) {
          reader = RecordReader.open(files.get(file++), compression);
        }
        Optional<byte[]> record = reader.next();
        if (record.isPresent()) {
          Tensor value = Tensor.scalar(record.get());
          return Optional.of(new Element(new DatasetPosition(pass, next++), () -> List.of(value)));
        }
        close();
      }
      return Optional.empty();
    }

    @Override
    public DatasetPosition position() {
      return new DatasetPosition(pass, next);
    }

    @Override
    public void close() throws IOException {
      RecordReader open = reader;
      reader = null;
      if (open != null) {
        open.close();
      }
    }
  }
}
