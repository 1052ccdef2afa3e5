package org.slimgraph.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The losses of all steps of a training, in {@code losses.csv} of its folder, and as a picture in
 * {@code loss.svg}.
 */
final class LossCurve {
  private static final String HEADER = "step,loss";
  private static final int WIDTH = 720;
  private static final int HEIGHT = 360;
  private static final int MARGIN = 48;

  private final Path folder;
  private final List<Point> points = new ArrayList<>();

  private record Point(long step, double loss) {}

  private LossCurve(Path folder) {
    this.folder = folder;
  }

  /** Returns the curve of a training that goes on behind {@code step}; later losses are dropped. */
  static LossCurve upTo(Path folder, long step) throws IOException {
    LossCurve curve = new LossCurve(folder);
    Path file = folder.resolve("losses.csv");
    if (step > 0 && Files.isRegularFile(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] cells = line.split(",", -1);
        if (cells.length == 2 && !line.equals(HEADER) && Long.parseLong(cells[0]) <= step) {
          curve.add(Long.parseLong(cells[0]), Double.parseDouble(cells[1]));
        }
      }
    }
    return curve;
  }

  void add(long step, double loss) {
    points.add(new Point(step, loss));
  }

  /** Writes both files. */
  void write() throws IOException {
    StringBuilder rows = new StringBuilder(HEADER).append('\n');
    points.forEach(
        point -> rows.append(point.step()).append(',').append(point.loss()).append('\n'));
    replace("losses.csv", rows.toString());
    replace("loss.svg", svg());
  }

  private void replace(String name, String text) throws IOException {
    Files.createDirectories(folder);
    Path temporary = folder.resolve(name + ".new");
    Files.writeString(temporary, text, StandardCharsets.UTF_8);
    Files.move(temporary, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private String svg() {
    long last = Math.max(1, points.isEmpty() ? 1 : points.get(points.size() - 1).step());
    double highest = points.stream().mapToDouble(Point::loss).max().orElse(1);
    StringBuilder svg = new StringBuilder();
    append(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"12\">%n",
        WIDTH,
        HEIGHT);
    append(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n");
    for (int i = 0; i <= 4; i++) {
      double y = y(highest * i / 4, highest);
      double x = x(last * i / 4.0, last);
      append(
          svg,
          "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"4\" y=\"%.1f\">%.3g</text>%n",
          MARGIN,
          y,
          WIDTH - MARGIN / 2,
          y + 4,
          highest * i / 4);
      append(
          svg,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>%n",
          x,
          HEIGHT - MARGIN / 2 + 8,
          last * i / 4);
    }
    line(svg, "#b9cfe8", 1, 1, last, highest);
    line(svg, "#1f5fa8", 2, Math.max(1, points.size() / 50), last, highest);
    append(
        svg,
        "<text x=\"%d\" y=\"20\">loss by step; dark: mean of %d steps</text>%n</svg>%n",
        MARGIN,
        Math.max(1, points.size() / 50));
    return svg.toString();
  }

  private void line(
      StringBuilder svg, String colour, int width, int window, long last, double highest) {
    append(
        svg, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"%d\" points=\"", colour, width);
    double sum = 0;
    for (int i = 0; i < points.size(); i++) {
      sum += points.get(i).loss();
      if (i >= window) {
        sum -= points.get(i - window).loss();
      }
      if (i >= window - 1) {
        append(svg, "%.1f,%.1f ", x(points.get(i).step(), last), y(sum / window, highest));
      }
    }
    append(svg, "\"/>%n");
  }

  private static double x(double step, long last) {
    return MARGIN + step / last * (WIDTH - 1.5 * MARGIN);
  }

  private static double y(double loss, double highest) {
    double share = highest > 0 ? loss / highest : 0;
    return HEIGHT - MARGIN - share * (HEIGHT - 2.0 * MARGIN);
  }

  private static void append(StringBuilder text, String format, Object... args) {
    text.append(String.format(Locale.ROOT, format, args));
  }
}
