package org.slimgraph.data;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.slimgraph.error.SlimgraphException;
import org.slimgraph.tensor.Tensor;

/**
 * A folder with one sub-folder a class, and the class's images in it, as PNG, JPEG, BMP or GIF.
 * Immutable; the images are decoded when they are wanted.
 */
public final class ImageFolder {
  private static final Set<String> SUFFIXES = Set.of("png", "jpg", "jpeg", "bmp", "gif");

  private final ImmutableList<String> classes;
  private final ImmutableList<Labelled> images;
  private final int channels;
  private final int height;
  private final int width;

  private record Labelled(Path file, int label) {}

  private ImageFolder(
      ImmutableList<String> classes,
      ImmutableList<Labelled> images,
      int channels,
      int height,
      int width) {
    this.classes = classes;
    this.images = images;
    this.channels = channels;
    this.height = height;
    this.width = width;
  }

  /**
   * Lists {@code folder}: classes and files in the order of their names; files with other suffixes
   * and names that begin with a dot are left out.
   *
   * @throws SlimgraphException INVALID_ARGUMENT if there is no class or no image
   * @throws IOException if reading fails
   */
  public static ImageFolder open(Path folder) throws IOException {
    List<Path> folders = list(folder).stream().filter(Files::isDirectory).toList();
    ImmutableList.Builder<Labelled> images = ImmutableList.builder();
    for (int label = 0; label < folders.size(); label++) {
      for (Path file : list(folders.get(label))) {
        if (isImage(file)) {
          images.add(new Labelled(file, label));
        }
      }
    }
    ImmutableList<Labelled> found = images.build();
    if (found.isEmpty()) {
      throw SlimgraphException.invalidArgument(
          "%s holds no images: it needs a sub-folder for each class, with .png, .jpg, .bmp or .gif"
              + " files in it",
          folder);
    }
    ImmutableList<String> classes =
        folders.stream().map(ImageFolder::name).collect(ImmutableList.toImmutableList());
    return new ImageFolder(classes, found, 3, 0, 0);
  }

  private static List<Path> list(Path folder) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(path -> !name(path).startsWith(".")).forEach(paths::add);
    }
    // By name and not by path, whose order depends on the file system.
    paths.sort((a, b) -> name(a).compareTo(name(b)));
    return paths;
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  private static boolean isImage(Path file) {
    String name = name(file).toLowerCase(Locale.ROOT);
    return SUFFIXES.contains(name.substring(name.lastIndexOf('.') + 1))
        && Files.isRegularFile(file);
  }

  /** Returns the same folder, its images resized to one size. */
  public ImageFolder resized(int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("No image has " + height + " x " + width + " pixels");
    }
    return new ImageFolder(classes, images, channels, height, width);
  }

  /** Returns the same folder, its images in grey, with one channel instead of three. */
  public ImageFolder grey() {
    return new ImageFolder(classes, images, 1, height, width);
  }

  /** Returns the names of the classes; label i stands for name i. */
  public ImmutableList<String> classes() {
    return classes;
  }

  /** Returns the number of images. */
  public int size() {
    return images.size();
  }

  /**
   * Returns the images, class by class: UINT8 [height, width, channels], and the label, an INT32
   * scalar. An image that cannot be decoded fails with INVALID_ARGUMENT when its turn comes.
   */
  public Dataset dataset() {
    return Dataset.of(
        new IndexedSource(images.size()) {
          @Override
          List<Tensor> get(long index) throws IOException {
            Labelled image = images.get((int) index);
            return List.of(decode(image.file()), Tensor.scalar(image.label()));
          }
        });
  }

  private Tensor decode(Path file) throws IOException {
    try {
      Tensor image = ImageFiles.decode(Files.readAllBytes(file), channels);
      return height == 0 ? image : ImageFiles.resized(image, height, width);
    } catch (SlimgraphException e) {
      throw e.withContext("in " + file);
    }
  }
}
