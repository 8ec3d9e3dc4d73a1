package org.coremux.report.chart;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.apache.batik.dom.GenericDOMImplementation;
import org.apache.batik.svggen.DefaultImageHandler;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.apache.batik.svggen.SVGIDGenerator;
import org.w3c.dom.Element;

/**
 * A drawing as SVG that may stand alone or within a page: without a DTD that a reader would ask
 * for, scaling with its place, and with ids that no other drawing has.
 */
final class Svg {
  private static final String MARK = "coremux-id-";
  private static final String XLINK = "http://www.w3.org/1999/xlink";

  private final SVGGraphics2D g2;
  private final Dimension size;
  private final String title;

  /** An empty drawing. */
  Svg(Dimension size, String title) {
    this.size = size;
    this.title = title;
    SVGGeneratorContext context =
        SVGGeneratorContext.createDefault(
            GenericDOMImplementation.getDOMImplementation()
                .createDocument("http://www.w3.org/2000/svg", "svg", null));
    context.setComment(null);
    context.setPrecision(2);
    context.setIDGenerator(new Ids());
    context.setImageHandler(new Inline());
    g2 = new SVGGraphics2D(context, false);
    g2.setSVGCanvasSize(size);
  }

  /** To draw with. */
  Graphics2D graphics() {
    return g2;
  }

  /** Writes it, whole; the stream stays open. */
  void write(OutputStream out) throws IOException {
    Element root = g2.getRoot();
    root.setAttributeNS(null, "viewBox", "0 0 " + size.width + " " + size.height);
    root.setAttributeNS(null, "role", "img");
    root.setAttributeNS(null, "aria-label", title);
    StringWriter whole = new StringWriter();
    g2.stream(root, whole, true, false);
    String text = whole.toString();
    String svg = text.substring(text.indexOf("<svg")).replace(" id=\"genericDefs\"", "");
    CRC32 sum = new CRC32();
    sum.update(svg.getBytes(StandardCharsets.UTF_8));
    // Of the content: two drawings that share an id are the same drawing.
    String own = svg.replace(MARK, "c%08x-".formatted(sum.getValue()));
    out.write(
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + own).getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Ids with a mark in front, which is replaced by what is this drawing's own. */
  private static final class Ids extends SVGIDGenerator {
    @Override
    public String generateID(String prefix) {
      return MARK + super.generateID(prefix);
    }
  }

  /** Pictures within the drawing, as data. */
  private static final class Inline extends DefaultImageHandler {
    @Override
    protected void handleHREF(RenderedImage image, Element element, SVGGeneratorContext context)
        throws SVGGraphics2DIOException {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      try {
        ImageIO.write(image, "png", png);
      } catch (IOException e) {
        throw new SVGGraphics2DIOException("a picture cannot be written", e);
      }
      element.setAttributeNS(
          XLINK,
          "xlink:href",
          "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray()));
    }
  }
}
