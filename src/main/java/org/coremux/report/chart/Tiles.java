package org.coremux.report.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.batik.svggen.SVGGraphics2D;

/**
 * Filled rectangles beside one another, with words in those in which they fit.
 *
 * <p>Their edges fall on whole dots, so nothing shines through between two of them. In SVG few of
 * them are shapes, and many are a picture, which is smaller.
 */
final class Tiles extends Drawing {
  private static final long serialVersionUID = 1L;

  /** Most tiles that are shapes in SVG. Source: assumed, some 120 kB. */
  static final int SHAPES_MAX = 2_500;

  private static final int DOTS_PER_PIXEL = 2;
  private static final int PADDING = 4;
  private static final int COLOURS_MAX = 256;

  /**
   * One rectangle, in the units of the axes.
   *
   * @param x0 its left
   * @param x1 its right
   * @param y0 its top
   * @param y1 its bottom
   * @param fill its colour
   * @param label what is written in it, if it fits; may be empty
   */
  record Tile(double x0, double x1, double y0, double y1, Color fill, String label) {}

  /** Where the tiles come from when it is known how wide they are drawn. */
  @FunctionalInterface
  interface Source {
    /** The tiles for so many columns of dots. */
    List<Tile> tiles(int columns);
  }

  private final transient Source source;

  /** Tiles that do not depend on how wide they are drawn. */
  Tiles(List<Tile> tiles) {
    this(columns -> tiles);
  }

  /** Tiles that are made to measure. */
  Tiles(Source source) {
    this.source = source;
  }

  @Override
  void draw(Graphics2D g2, Frame frame) {
    List<Tile> tiles = source.tiles((int) Math.round(frame.area().getWidth() * DOTS_PER_PIXEL));
    Object before = g2.getRenderingHint(RenderingHints.KEY_ANTIALIASING);
    g2.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
    g2.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    if (!(g2 instanceof SVGGraphics2D)) {
      fill(g2, tiles, frame);
    } else if (tiles.size() <= SHAPES_MAX) {
      shapes(g2, tiles, frame);
    } else {
      picture(g2, tiles, frame);
    }
    if (before != null) {
      g2.setRenderingHint(RenderingHints.KEY_ANTIALIASING, before);
    }
    label(g2, tiles, frame);
  }

  private static Rectangle2D place(Tile tile, Frame frame) {
    double left = dot(frame.x(tile.x0()));
    double right = dot(frame.x(tile.x1()));
    double top = dot(frame.y(tile.y0()));
    double bottom = dot(frame.y(tile.y1()));
    return new Rectangle2D.Double(
        Math.min(left, right),
        Math.min(top, bottom),
        Math.abs(right - left),
        Math.abs(bottom - top));
  }

  /** The edge of a dot, where the neighbour's edge is too: else the two might leave a gap. */
  private static double dot(double at) {
    return Math.rint(at * DOTS_PER_PIXEL) / DOTS_PER_PIXEL;
  }

  private static void fill(Graphics2D g2, List<Tile> tiles, Frame frame) {
    for (Tile tile : tiles) {
      g2.setPaint(tile.fill());
      g2.fill(place(tile, frame));
    }
  }

  /** One shape for each colour: much smaller than one for each tile. */
  private static void shapes(Graphics2D g2, List<Tile> tiles, Frame frame) {
    Map<Color, Path2D> shapes = new LinkedHashMap<>();
    for (Tile tile : tiles) {
      shapes
          .computeIfAbsent(tile.fill(), fill -> new Path2D.Double())
          .append(place(tile, frame), false);
    }
    shapes.forEach(
        (fill, shape) -> {
          g2.setPaint(fill);
          g2.fill(shape);
        });
  }

  private static void picture(Graphics2D g2, List<Tile> tiles, Frame frame) {
    Rectangle2D area = frame.area();
    double left = dot(area.getX());
    double top = dot(area.getY());
    BufferedImage image =
        new BufferedImage(
            (int) Math.ceil(area.getWidth() * DOTS_PER_PIXEL),
            (int) Math.ceil(area.getHeight() * DOTS_PER_PIXEL),
            BufferedImage.TYPE_INT_ARGB);
    Graphics2D dots = image.createGraphics();
    dots.scale(DOTS_PER_PIXEL, DOTS_PER_PIXEL);
    dots.translate(-left, -top);
    fill(dots, tiles, frame);
    dots.dispose();
    g2.drawRenderedImage(
        indexed(image),
        new AffineTransform(1.0 / DOTS_PER_PIXEL, 0, 0, 1.0 / DOTS_PER_PIXEL, left, top));
  }

  /** The same with a palette, as there are few colours, which is much smaller. */
  private static BufferedImage indexed(BufferedImage image) {
    int[] dots = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    int[] colours = Arrays.stream(dots).distinct().sorted().toArray();
    if (colours.length > COLOURS_MAX) {
      return image;
    }
    IndexColorModel model =
        new IndexColorModel(8, colours.length, colours, 0, true, -1, DataBuffer.TYPE_BYTE);
    BufferedImage small =
        new BufferedImage(
            image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
    byte[] places = ((DataBufferByte) small.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < dots.length; i++) {
      places[i] = (byte) Arrays.binarySearch(colours, dots[i]);
    }
    return small;
  }

  private static void label(Graphics2D g2, List<Tile> tiles, Frame frame) {
    Font font = Look.SMALL;
    g2.setFont(font);
    FontMetrics metrics = g2.getFontMetrics(font);
    for (Tile tile : tiles) {
      if (tile.label().isEmpty()) {
        continue;
      }
      Rectangle2D box = place(tile, frame);
      double wide = metrics.stringWidth(tile.label());
      if (wide + 2 * PADDING <= box.getWidth() && metrics.getAscent() - 1 <= box.getHeight()) {
        g2.setPaint(Palette.inkOn(tile.fill()));
        double base = box.getCenterY() + (metrics.getAscent() - metrics.getDescent()) / 2.0;
        g2.drawString(tile.label(), (float) (box.getCenterX() - wide / 2), (float) base);
      }
    }
  }
}
