
// ---- The timeline as one looks at it. ----

const AXIS = 22, HEADING = 22, ROW = 18, THREAD = 14, LEAST_NS = 200;

/** A picture of a host's rows, which can be zoomed, panned and read. */
class TimelineView {
  constructor(canvas, rows, instants, colours) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d');
    this.rows = rows;
    this.instants = instants;
    this.colours = colours;
    this.from = rows.span.from;
    this.until = rows.span.until;
    this.cursor = rows.span.from;
    this.focus = 0;
    this.scroll = 0;
    this.open = new Set();
    this.waits = rows.worstWaits(24);
    this.wait = -1;
    this.frames = [];
    this.isAsked = false;
    this.changed = () => {};
    this.arrange();
    this.resize();
  }

  // ---- rows ----

  /** Processors first, then each guest's vCPUs; who waited longest comes first. */
  arrange() {
    const {levels, members, processors, name} = this.rows;
    const list = [];
    levels.forEach((level, l) => {
      if (!level.guest) {
        list.push({kind: 'heading', label: level.name + ': pCPUs', key: 'p' + l, isOpen: true});
        processors.forEach((processor, p) => {
          if (processor.level === l) {
            list.push({kind: 'processor', label: 'pCPU ' + processor.index, processor: p, height: ROW});
          }
        });
      }
    });
    for (const guest of this.guests()) {
      const key = guest.members.length > 0 ? 'g' + guest.members[0] : 'g';
      const isOpen = this.open.has(key);
      list.push({kind: 'heading', label: guest.name + (guest.threads.length
          ? isOpen ? ' ▾' : ' ▸' : ''), guest, key, colour: guest.colour});
      if (!guest.isAsleep || isOpen) {
        guest.members.forEach(m => list.push(this.memberRow(m, ROW)));
      }
      if (isOpen) {
        guest.threads.forEach(m => list.push(this.memberRow(m, THREAD)));
      }
    }
    let top = 0;
    for (const row of list) {
      row.height = row.height || HEADING;
      row.top = top;
      top += row.height + (row.kind === 'heading' ? 0 : 2);
    }
    this.list = list;
    this.tall = top;
    this.focus = Math.min(this.focus, list.length - 1);
  }

  memberRow(member, height) {
    const {name, guest} = this.rows.members[member];
    // Below its guest's name the rest of its own is enough, and fits.
    const short = name.startsWith(guest + '.') ? name.slice(guest.length + 1) : name;
    return {kind: 'member', label: name, short, member, height};
  }

  guests() {
    if (this.allGuests) {
      return this.allGuests;
    }
    const byName = new Map();
    const {members} = this.rows;
    members.forEach((member, m) => {
      const key = member.key;
      if (!byName.has(key)) {
        byName.set(key, {name: member.guest || 'nobody’s', members: [], threads: [], waited: 0, ran: 0});
      }
      const guest = byName.get(key);
      if (this.rows.isGuest(member.level)) {
        guest.threads.push(m);
        return;
      }
      guest.members.push(m);
      const sums = new Float64Array(MEMBER_KINDS);
      this.rows.memberTracks[m].addSegments(this.rows.span.from, this.rows.span.until, 1, sums);
      guest.ran += sums[0] + sums[1];
      guest.waited += sums[2] + sums[3] + sums[4];
      const kind = this.rows.processorTracks.length ? this.rows.processorTracks[0].kindOf[m + 1] : 0;
      guest.colour = this.colours.owners[Math.max(0, kind)];
    });
    for (const guest of byName.values()) {
      guest.isAsleep = guest.ran + guest.waited === 0;
    }
    this.allGuests = [...byName.values()].sort((a, b) =>
      b.waited / (b.waited + b.ran || 1) - a.waited / (a.waited + a.ran || 1));
    return this.allGuests;
  }

  toggle(key) {
    if (this.open.has(key)) {
      this.open.delete(key);
    } else {
      this.open.add(key);
    }
    this.rearranged();
  }

  toggleAll() {
    const keys = this.list.filter(row => row.guest).map(row => row.key);
    const isOpen = keys.some(key => this.open.has(key));
    this.open = new Set(isOpen ? [] : keys);
    this.rearranged();
    return !isOpen;
  }

  rearranged() {
    const focused = this.list[this.focus];
    this.arrange();
    const again = this.list.findIndex(row => row.label === focused.label
        || row.key !== undefined && row.key === focused.key);
    this.focus = Math.max(0, again);
    this.resize();
  }

  // ---- size and place ----

  resize() {
    const wide = Math.max(240, this.canvas.clientWidth || 800);
    this.tallMax = Math.max(240, Math.min(680, window.innerHeight ? window.innerHeight * 0.8 : 680));
    const high = Math.min(this.tall + AXIS + 2, this.tallMax);
    this.dots = Math.min(2, window.devicePixelRatio || 1);
    this.wide = wide;
    this.high = high;
    this.gutter = wide < 600 ? 86 : 150;
    this.canvas.style.height = high + 'px';
    this.canvas.width = Math.round(wide * this.dots);
    this.canvas.height = Math.round(high * this.dots);
    const columns = Math.max(1, Math.round((wide - this.gutter) * this.dots));
    this.buffer = new Canvas32(columns, Math.round((high - AXIS) * this.dots));
    this.sums = new Map();
    this.scrollTo(this.scroll);
    this.ask();
  }

  get column() {
    return (this.until - this.from) / this.buffer.width;
  }

  nsAt(x) {
    return this.from + (x - this.gutter) / (this.wide - this.gutter) * (this.until - this.from);
  }

  xOf(ns) {
    return this.gutter + (ns - this.from) / (this.until - this.from) * (this.wide - this.gutter);
  }

  rowAt(y) {
    const at = y - AXIS + this.scroll;
    return this.list.findIndex(row => at >= row.top && at < row.top + row.height + 2);
  }

  show(from, until) {
    const {span} = this.rows;
    const length = Math.min(Math.max(until - from, LEAST_NS), span.until - span.from);
    this.from = Math.min(Math.max(from, span.from), span.until - length);
    this.until = this.from + length;
    this.ask();
  }

  zoom(factor, around = this.cursor) {
    const at = Math.min(Math.max(around, this.from), this.until);
    const length = (this.until - this.from) * factor;
    const left = (at - this.from) / (this.until - this.from);
    this.show(at - left * Math.max(length, LEAST_NS), at + (1 - left) * Math.max(length, LEAST_NS));
  }

  pan(share) {
    const by = (this.until - this.from) * share;
    this.show(this.from + by, this.until + by);
  }

  scrollTo(top) {
    this.scroll = Math.max(0, Math.min(top, this.tall - (this.high - AXIS)));
    this.ask();
  }

  // ---- the cursor ----

  /** Puts the cursor at an instant, and the instant into view. */
  go(ns) {
    const {span} = this.rows;
    this.cursor = Math.round(Math.min(Math.max(ns, span.from), span.until - 1));
    if (this.cursor < this.from || this.cursor > this.until) {
      const half = (this.until - this.from) / 2;
      this.show(this.cursor - half, this.cursor + half);
    }
    this.ask();
    this.changed();
  }

  focusOn(index) {
    this.focus = Math.max(0, Math.min(index, this.list.length - 1));
    const row = this.list[this.focus];
    if (row.top < this.scroll) {
      this.scrollTo(row.top);
    } else if (row.top + row.height > this.scroll + this.high - AXIS) {
      this.scrollTo(row.top + row.height - (this.high - AXIS) + 2);
    }
    this.ask();
    this.changed();
  }

  track(row) {
    return row.kind === 'processor' ? this.rows.processorTracks[row.processor]
        : row.kind === 'member' ? this.rows.memberTracks[row.member] : null;
  }

  /** To the next or previous change on the row that has the focus. */
  step(by) {
    const track = this.track(this.list[this.focus]);
    if (!track) {
      return false;
    }
    const {span} = this.rows;
    if (by > 0) {
      const next = track.at(this.cursor) + 1;
      if (next >= track.size || track.begins[next] >= span.until) {
        return false;
      }
      this.go(track.begins[next]);
    } else {
      let i = lastNotAfter(track.begins, this.cursor - 1);
      if (i < 0 || track.begins[i] < span.from) {
        return false;
      }
      this.go(track.begins[i]);
    }
    return true;
  }

  nextWorst() {
    if (this.waits.length === 0) {
      return null;
    }
    this.wait = (this.wait + 1) % this.waits.length;
    const wait = this.waits[this.wait];
    this.showWait(wait.member, wait.from, wait.until);
    return wait;
  }

  showWait(member, from, until) {
    const margin = Math.max(LEAST_NS, (until - from) * 0.75);
    this.show(from - margin, until + margin);
    const shown = () => this.list.findIndex(row => row.kind === 'member' && row.member === member);
    if (shown() < 0) {
      const guest = this.guests().find(
          one => one.members.includes(member) || one.threads.includes(member));
      if (guest) {
        this.open.add('g' + guest.members[0]);
        this.rearranged();
      }
    }
    this.focusOn(shown());
    this.go(from);
  }

  // ---- drawing ----

  /** Draws before the next frame, however often it is asked. */
  ask() {
    if (!this.isAsked) {
      this.isAsked = true;
      requestAnimationFrame(() => this.draw());
    }
  }

  draw() {
    this.isAsked = false;
    const begun = performance.now();
    const {context, dots, buffer, colours} = this;
    buffer.clear(colours.background);
    const texts = [];
    for (const row of this.list) {
      const top = row.top - this.scroll;
      if (top + row.height > 0 && top < this.high - AXIS) {
        this.drawRow(row, Math.round(top * dots), Math.round(row.height * dots), texts);
      }
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = colours.background;
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    context.putImageData(buffer.image, Math.round(this.gutter * dots), Math.round(AXIS * dots));
    context.setTransform(dots, 0, 0, dots, 0, 0);
    this.drawTexts(texts);
    this.drawGutter();
    this.drawAxis();
    this.drawCursor();
    this.frames.push(performance.now() - begun);
    if (this.frames.length > 1000) {
      this.frames.shift();
    }
    this.drawn();
  }

  drawn() {}

  drawRow(row, top, height, texts) {
    const isMembers = row.kind !== 'processor';
    const paints = paintsFor(this.colours, isMembers);
    const columns = this.buffer.width;
    const sums = this.sumsFor(paints.length * columns);
    let tracks = [this.track(row)];
    if (row.kind === 'heading') {
      if (!row.guest) {
        return;
      }
      tracks = row.guest.members.map(m => this.rows.memberTracks[m]);
      top += Math.round(4 * this.dots);
      height -= Math.round(8 * this.dots);
    }
    for (const track of tracks) {
      track.add(this.from, this.until, columns, sums);
    }
    const column = this.column * tracks.length;
    this.buffer.row(top, height, sums, column, paints, pixel(this.colours.idle), 0, columns);
    if (row.kind !== 'heading') {
      this.names(row, tracks[0], texts);
    }
  }

  sumsFor(size) {
    if (!this.sums.has(size)) {
      this.sums.set(size, new Float32Array(size));
    }
    return this.sums.get(size).fill(0);
  }

  /** The names that fit into what is drawn of a row. */
  names(row, track, texts) {
    const first = Math.max(0, track.at(this.from));
    const last = track.at(this.until);
    if (last - first > this.wide / 12) {
      return;
    }
    for (let i = first; i <= last; i++) {
      const left = Math.max(this.gutter, this.xOf(track.begins[i]));
      const right = Math.min(this.wide, this.xOf(track.endOf(i)));
      const text = right - left > 34 ? this.nameOf(row, track, i) : '';
      if (text) {
        texts.push({text, left, right, row, hex: this.hexOf(row, track, i)});
      }
    }
  }

  nameOf(row, track, i) {
    if (row.kind === 'processor') {
      const who = track.values[i] - 1;
      return who === NOBODY ? '' : this.instants.name(who);
    }
    const doing = track.values[i];
    if (hasProcessor(doing)) {
      const {index, provider} = this.rows.processors[track.where[i]];
      const what = doing === SPINNING ? 'spins on ' : 'on ';
      return what + (provider === NOBODY ? 'pCPU ' : 'vCPU ') + index;
    }
    return doing === WAITING ? 'waits' : doing === CAPPED ? 'capped'
        : doing === COSTOPPED ? 'co-stopped' : '';
  }

  hexOf(row, track, i) {
    const kind = track.kindOf[track.values[i]];
    return paintsFor(this.colours, row.kind !== 'processor')[Math.max(0, kind)].hex;
  }

  drawTexts(texts) {
    const {context} = this;
    context.textBaseline = 'middle';
    for (const {text, left, right, row, hex} of texts) {
      const y = AXIS + row.top - this.scroll + row.height / 2 + 0.5;
      if (y < AXIS + 4) {
        continue;
      }
      context.font = (row.height < ROW ? '10px' : '11px') + ' system-ui, "DejaVu Sans", sans-serif';
      if (hex === this.colours.capped || hex === this.colours.costopped) {
        context.fillStyle = this.colours.background;
        context.fillRect(left + 3, y - 6, Math.min(right - left - 4, context.measureText(text).width + 4), 12);
        context.fillStyle = this.colours.ink;
      } else {
        context.fillStyle = inkOn(hex);
      }
      const fitting = this.fit(text, right - left - 8);
      context.fillText(fitting, left + 4, y);
    }
  }

  fit(text, wide) {
    if (this.context.measureText(text).width <= wide) {
      return text;
    }
    let cut = text.length;
    while (cut > 1 && this.context.measureText(text.slice(0, cut) + '…').width > wide) {
      cut--;
    }
    return cut > 1 ? text.slice(0, cut) + '…' : '';
  }

  drawGutter() {
    const {context, colours} = this;
    context.fillStyle = colours.background;
    context.fillRect(0, 0, this.gutter - 2, this.high);
    const hasFocus = document.activeElement === this.canvas;
    this.list.forEach((row, i) => {
      const top = AXIS + row.top - this.scroll;
      if (top + row.height < AXIS || top > this.high) {
        return;
      }
      const isHeading = row.kind === 'heading';
      context.font = (isHeading ? 'bold ' : '') + (row.height < ROW ? '10px' : '12px')
          + ' system-ui, "DejaVu Sans", sans-serif';
      if (row.colour) {
        context.fillStyle = row.colour;
        context.fillRect(2, top + 5, 10, row.height - 10);
      }
      context.fillStyle = colours.ink;
      const left = row.colour ? 16 : isHeading ? 2 : 10;
      const room = isHeading && !row.guest ? this.wide : this.gutter;
      context.fillText(this.fit(row.short || row.label, room - left - 6), left, top + row.height / 2 + 1);
      if (i === this.focus) {
        context.strokeStyle = colours.focus;
        context.lineWidth = hasFocus ? 2 : 1;
        context.strokeRect(1, Math.max(AXIS, top) - 0.5, this.wide - 2, row.height + 1);
      }
    });
  }

  drawAxis() {
    const {context, colours} = this;
    context.fillStyle = colours.background;
    context.fillRect(0, 0, this.wide, AXIS);
    context.font = '11px system-ui, "DejaVu Sans", sans-serif';
    context.fillStyle = colours.ink;
    context.strokeStyle = colours.faint;
    context.lineWidth = 1;
    context.beginPath();
    for (const {at, label} of ticks(this.from, this.until, (this.wide - this.gutter) / 110)) {
      const x = Math.round(this.xOf(at)) + 0.5;
      context.moveTo(x, AXIS - 6);
      context.lineTo(x, AXIS);
      const wide = context.measureText(label).width;
      context.fillText(label, Math.min(Math.max(this.gutter, x - wide / 2), this.wide - wide - 2), 8);
    }
    context.moveTo(this.gutter, AXIS - 0.5);
    context.lineTo(this.wide, AXIS - 0.5);
    context.stroke();
  }

  drawCursor() {
    const {context, colours} = this;
    if (this.cursor >= this.from && this.cursor <= this.until) {
      const x = Math.round(this.xOf(this.cursor)) + 0.5;
      context.strokeStyle = colours.focus;
      context.lineWidth = 1.5;
      context.beginPath();
      context.moveTo(x, AXIS - 8);
      context.lineTo(x, this.high);
      context.stroke();
    }
  }
}

const paintsOf = new Map();

/** The paints of a theme, made once. */
function paintsFor(theme, isMembers) {
  const key = (theme.background) + isMembers;
  if (!paintsOf.has(key)) {
    paintsOf.set(key, theme.paints(isMembers));
  }
  return paintsOf.get(key);
}
