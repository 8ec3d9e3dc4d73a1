
// ---- Colours and pixels. ----

/** Colours as the pixels of a picture have them: red lowest. */
function pixel(hex) {
  const value = parseInt(hex.slice(1), 16);
  return (0xff000000 | (value & 0xff) << 16 | value & 0xff00 | value >> 16) >>> 0;
}

function luminance(hex) {
  const value = parseInt(hex.slice(1), 16);
  const linear = [value >> 16, value >> 8 & 255, value & 255].map(channel => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

/** Dark or light letters, whichever can be read on a colour. */
function inkOn(hex) {
  return luminance(hex) > 0.3 ? '#26323d' : '#ffffff';
}

/** The colours of a theme; those of guests and states are the charts'. */
class Colours {
  constructor(about, isDark) {
    const theme = isDark ? about.dark : about.light;
    Object.assign(this, theme);
    this.owners = about.owners;
    this.states = [
      theme.running, theme.spinning, theme.waiting, theme.capped, theme.costopped
    ];
    this.focus = isDark ? '#f6d55c' : '#c8500a';
  }

  /** What a kind of row is painted with: a colour, and a second one in a pattern for those held. */
  paints(isMembers) {
    if (!isMembers) {
      return this.owners.map(hex => ({hex, a: pixel(hex), b: pixel(hex)}));
    }
    const paper = pixel(this.background);
    return this.states.map((hex, kind) => (
        {hex, a: pixel(hex), b: kind >= 3 ? paper : pixel(hex), kind}));
  }
}

/** Stripes: rising for capped, falling for co-stopped. */
function isStripe(kind, x, y) {
  return ((kind === 4 ? x - y : x + y) & 7) < 5;
}

/** A buffer of pixels in which rows are painted as shares stacked from below. */
class Canvas32 {
  constructor(width, height) {
    this.image = new ImageData(Math.max(1, width), Math.max(1, height));
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.width = this.image.width;
    this.height = this.image.height;
  }

  clear(hex) {
    this.pixels.fill(pixel(hex));
  }

  /**
   * Paints one row.
   *
   * @param sums the time of each kind in each column
   * @param column how long a column is
   * @param first the first column that lies within what was kept, and the one after the last
   */
  row(top, height, sums, column, paints, idle, first, last) {
    const {pixels, width} = this;
    const kinds = paints.length;
    const bottom = Math.min(top + height, this.height);
    const begin = Math.max(0, top);
    for (let x = first; x < last; x++) {
      let y = bottom - 1;
      let share = 0;
      for (let kind = 0; kind < kinds; kind++) {
        const amount = sums[x * kinds + kind];
        if (amount === 0) {
          continue;
        }
        share += amount / column;
        const end = Math.max(begin, top + height - Math.round(share * height));
        const {a, b} = paints[kind];
        if (a === b) {
          for (; y >= end; y--) {
            pixels[y * width + x] = a;
          }
        } else {
          for (; y >= end; y--) {
            pixels[y * width + x] = isStripe(paints[kind].kind, x, y) ? a : b;
          }
        }
      }
      for (; y >= begin; y--) {
        pixels[y * width + x] = idle;
      }
    }
  }
}

/** A small picture of one paint, for the legend. */
function swatch(paint) {
  const canvas = document.createElement('canvas');
  canvas.width = 26;
  canvas.height = 14;
  const picture = new Canvas32(26, 14);
  picture.row(0, 14, new Float32Array(26).fill(1), 1, [paint], paint.a, 0, 26);
  canvas.getContext('2d').putImageData(picture.image, 0, 0);
  return canvas;
}

/** Ticks at round times: a step and a unit so that few of them fit. */
function ticks(from, until, most) {
  const least = (until - from) / Math.max(1, most);
  let step = 1;
  while (step < least) {
    step *= 10;
  }
  for (const part of [5, 2]) {
    if (step / part >= least) {
      step /= part;
      break;
    }
  }
  step = Math.max(1, Math.round(step));
  const unit = until - from >= 2e9 ? {ns: 1e9, name: 's'} : {ns: 1e6, name: 'ms'};
  const digits = Math.max(0, Math.ceil(Math.log10(unit.ns / step) - 1e-9));
  const all = [];
  for (let at = Math.ceil(from / step) * step; at <= until; at += step) {
    all.push({at, label: (at / unit.ns).toFixed(digits) + ' ' + unit.name});
  }
  return all;
}
