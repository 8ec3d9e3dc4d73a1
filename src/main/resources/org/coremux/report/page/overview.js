
// ---- The whole stretch in one strip: how much was waited when, and where the worst waits are. ----

/** The strip above the timeline; what is looked at is framed in it, and dragging moves it. */
class Overview {
  constructor(canvas, view) {
    this.canvas = canvas;
    this.view = view;
    this.shares = null;
    this.resize();
  }

  resize() {
    const dots = Math.min(2, window.devicePixelRatio || 1);
    this.dots = dots;
    this.wide = Math.max(200, this.canvas.clientWidth || 800);
    this.high = 64;
    this.canvas.width = Math.round(this.wide * dots);
    this.canvas.height = Math.round(this.high * dots);
    this.shares = this.counted(Math.round(this.wide));
    this.draw();
  }

  /** Of the time that all wanted to run, the share in which they waited or were held, by column. */
  counted(columns) {
    const {rows} = this.view;
    const {from, until} = rows.span;
    const sums = new Float32Array(columns * MEMBER_KINDS);
    rows.memberTracks.forEach((track, m) => {
      if (!rows.isGuest(rows.members[m].level)) {
        track.add(from, until, columns, sums);
      }
    });
    const waited = new Float32Array(columns), held = new Float32Array(columns);
    let most = 0;
    for (let c = 0; c < columns; c++) {
      const [ran, spun, waits, capped, costopped] =
          sums.subarray(c * MEMBER_KINDS, (c + 1) * MEMBER_KINDS);
      const wanted = ran + spun + waits + capped + costopped;
      waited[c] = wanted > 0 ? waits / wanted : 0;
      held[c] = wanted > 0 ? (capped + costopped) / wanted : 0;
      most = Math.max(most, waited[c] + held[c]);
    }
    return {waited, held, most};
  }

  draw() {
    const {view, wide, high, dots} = this;
    const {colours} = view;
    const context = this.canvas.getContext('2d');
    context.setTransform(dots, 0, 0, dots, 0, 0);
    context.fillStyle = colours.background;
    context.fillRect(0, 0, wide, high);
    const {waited, held, most} = this.shares;
    const floor = high - 2, room = high - 28;
    context.fillStyle = colours.idle;
    context.fillRect(0, floor - room, wide, room);
    const scale = most > 0 ? room / most : 0;
    for (let c = 0; c < waited.length; c++) {
      const up = waited[c] * scale, more = held[c] * scale;
      context.fillStyle = colours.waiting;
      context.fillRect(c, floor - up, 1, up);
      context.fillStyle = colours.capped;
      context.fillRect(c, floor - up - more, 1, more);
    }
    context.font = '11px system-ui, "DejaVu Sans", sans-serif';
    context.fillStyle = colours.ink;
    context.textBaseline = 'middle';
    const whole = wide < 600 ? 'waiting over time, up to ' : 'of the time that all wanted to run, the share waited or held back, over the whole stretch: up to ';
    context.fillText(whole + (most * 100).toFixed(most < 0.1 ? 1 : 0) + ' %   ▼ worst waits', 2, 8);
    const {span} = view.rows;
    const x = ns => (ns - span.from) / (span.until - span.from) * wide;
    view.waits.slice(0, 8).forEach(wait => {
      const at = Math.min(Math.max(5, x((wait.from + wait.until) / 2)), wide - 5);
      context.fillStyle = colours.focus;
      context.beginPath();
      context.moveTo(at - 5, 16);
      context.lineTo(at + 5, 16);
      context.lineTo(at, 24);
      context.fill();
    });
    const left = x(view.from), right = Math.max(left + 3, x(view.until));
    context.fillStyle = colours.ink;
    context.globalAlpha = 0.25;
    context.fillRect(0, floor - room, left, room);
    context.fillRect(right, floor - room, wide - right, room);
    context.globalAlpha = 1;
    context.strokeStyle = colours.ink;
    context.lineWidth = 1.5;
    context.strokeRect(left + 0.75, floor - room, Math.max(1.5, right - left - 1.5), room);
  }

  nsAt(x) {
    const {span} = this.view.rows;
    return span.from + x / this.wide * (span.until - span.from);
  }

  centre(x) {
    const half = (this.view.until - this.view.from) / 2;
    const at = this.nsAt(x);
    this.view.show(at - half, at + half);
  }
}
