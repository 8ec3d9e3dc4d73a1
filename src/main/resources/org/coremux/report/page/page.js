
// ---- The page: what is pressed, pointed at and typed. Text goes in as text, never as HTML. ----

const byId = id => document.getElementById(id);

function element(name, text = '', kind = '') {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind) {
    made.className = kind;
  }
  return made;
}

function tableOf(caption, headings, rows) {
  const around = element('div', '', 'wide');
  around.tabIndex = 0;
  around.setAttribute('role', 'region');
  around.setAttribute('aria-label', caption);
  const table = element('table');
  table.append(element('caption', caption));
  const head = table.createTHead().insertRow();
  headings.forEach(([text, kind]) => {
    const cell = element('th', text, kind);
    cell.scope = 'col';
    head.append(cell);
  });
  const body = table.createTBody();
  for (const {cells, isHere} of rows) {
    const row = body.insertRow();
    row.className = isHere ? 'here' : '';
    cells.forEach((text, i) => row.append(element('td', text, headings[i][1])));
  }
  around.append(table);
  return around;
}

/** Everything that the page can do, by the names of its buttons. */
class Page {
  constructor(data, about) {
    this.about = about;
    this.whyWords = data.why;
    this.hosts = data.hosts;
    this.rows = new Map();
    this.views = new Map();
    this.dark = matchMedia('(prefers-color-scheme: dark)');
    this.canvas = byId('canvas');
    byId('drawn').hidden = false;
    this.choices();
    this.open(0);
    this.legend();
    this.listen();
  }

  // ---- hosts and themes ----

  choices() {
    byId('hosts').hidden = this.hosts.length < 2;
    this.hosts.forEach((host, i) => {
      const choice = element('option', plain(host.name));
      choice.value = i;
      byId('host').append(choice);
    });
  }

  colours() {
    return new Colours(this.about, this.dark.matches);
  }

  open(number) {
    this.number = number;
    if (!this.rows.has(number)) {
      const host = this.hosts[number];
      const of = this.about.of[number] || {};
      const count = this.about.owners.length;
      this.rows.set(number, new HostRows(host, number,
          {count, of: key => Object.hasOwn(of, key) ? of[key] : count - 1}));
    }
    const rows = this.rows.get(number);
    const instants = new Instants(rows, this.whyWords);
    const view = new TimelineView(this.canvas, rows, instants, this.colours());
    view.changed = () => this.cursorMoved();
    view.drawn = () => this.overview && this.overview.draw();
    this.view = view;
    this.overview = new Overview(byId('overview'), view);
    byId('host').value = number;
    const first = view.list.findIndex(row => row.kind === 'member');
    if (view.waits.length) {
      const {member, from} = view.waits[0];
      view.focusOn(view.list.findIndex(row => row.member === member));
      view.go(from);
    } else {
      view.focusOn(Math.max(0, first));
    }
  }

  legend() {
    const legend = byId('legend');
    legend.textContent = '';
    const colours = this.colours();
    const paints = colours.paints(true);
    const words = ['runs', 'spins for others', 'wants to run and waits', 'held by its cap',
      'held for its siblings'];
    words.forEach((text, i) => {
      const one = element('span');
      one.append(swatch(paints[i]), text);
      legend.append(one);
    });
    const idle = {hex: colours.idle, a: pixel(colours.idle), b: pixel(colours.idle)};
    const none = element('span');
    none.append(swatch(idle), 'nothing to do');
    legend.append(none, element('span', 'pCPUs: the colour of the guest that has them;'
        + ' a column narrower than a change shows shares, stacked'));
  }

  // ---- what is done ----

  listen() {
    const {canvas} = this;
    for (const button of document.querySelectorAll('[data-do]')) {
      button.addEventListener('click', () => this.act(button.dataset.do));
    }
    canvas.addEventListener('keydown', event => this.key(event));
    canvas.addEventListener('focus', () => this.view.ask());
    canvas.addEventListener('blur', () => this.view.ask());
    canvas.addEventListener('wheel', event => this.wheel(event), {passive: false});
    canvas.addEventListener('pointerdown', event => this.down(event));
    canvas.addEventListener('pointermove', event => this.move(event));
    canvas.addEventListener('pointerup', event => this.up(event));
    canvas.addEventListener('pointercancel', event => this.pointers.delete(event.pointerId));
    canvas.addEventListener('pointerleave', () => byId('hover').hidden = true);
    this.pointers = new Map();
    const strip = byId('overview');
    const drag = event => this.overview.centre(event.clientX - strip.getBoundingClientRect().left);
    strip.addEventListener('pointerdown', event => {
      strip.setPointerCapture(event.pointerId);
      if (this.view.until - this.view.from >= this.view.rows.span.until - this.view.rows.span.from) {
        this.view.zoom(0.1, this.overview.nsAt(event.offsetX));
      }
      drag(event);
    });
    strip.addEventListener('pointermove', event => event.buttons && drag(event));
    byId('jump').addEventListener('submit', event => {
      event.preventDefault();
      this.jump(byId('instant').value);
    });
    byId('host').addEventListener('change', event => this.open(Number(event.target.value)));
    addEventListener('hashchange', () => this.follow(location.hash));
    for (const link of document.querySelectorAll('a.jump')) {
      link.addEventListener('click', () => this.follow(link.hash)); // also when it is there already
    }
    addEventListener('resize', () => {
      this.view.resize();
      this.overview.resize();
    });
    this.dark.addEventListener('change', () => {
      this.view.colours = this.colours();
      this.view.ask();
      this.legend();
    });
  }

  act(what) {
    const {view} = this;
    switch (what) {
      case 'left': this.panned(-0.125); break;
      case 'right': this.panned(0.125); break;
      case 'in': view.zoom(0.5); break;
      case 'out': view.zoom(2); break;
      case 'all': view.show(view.rows.span.from, view.rows.span.until); break;
      case 'home': view.go(view.rows.span.from); break;
      case 'end': view.go(view.rows.span.until); break;
      case 'up': view.focusOn(view.focus - 1); break;
      case 'down': view.focusOn(view.focus + 1); break;
      case 'pageup': view.focusOn(view.focus - 10); break;
      case 'pagedown': view.focusOn(view.focus + 10); break;
      case 'next': this.stepped(1); break;
      case 'previous': this.stepped(-1); break;
      case 'worst': this.worst(); break;
      case 'threads': this.threads(); break;
      case 'enter': this.enter(); break;
      default: return false;
    }
    return true;
  }

  panned(share) {
    const {view} = this;
    const before = view.from;
    view.pan(share);
    view.go(view.cursor + (view.from - before));
  }

  stepped(by) {
    const {view} = this;
    if (!view.track(view.list[view.focus])) {
      this.say('This row is a heading; choose a processor or a vCPU with the arrow keys.');
    } else if (!view.step(by)) {
      this.say(by > 0 ? 'No later switch on this row.' : 'No earlier switch on this row.');
    }
  }

  worst() {
    const wait = this.view.nextWorst();
    if (!wait) {
      this.say('Nobody waited.');
    }
  }

  threads() {
    const isOpen = this.view.toggleAll();
    document.querySelector('[data-do=threads]').setAttribute('aria-pressed', String(isOpen));
  }

  enter() {
    const row = this.view.list[this.view.focus];
    if (row.kind === 'heading') {
      if (row.guest) {
        this.view.toggle(row.key);
      }
    } else {
      this.stepped(1);
    }
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const keys = {
      ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down',
      '+': 'in', '=': 'in', '-': 'out', _: 'out', 0: 'all', Home: 'home', End: 'end',
      PageUp: 'pageup', PageDown: 'pagedown', Enter: event.shiftKey ? 'previous' : 'enter',
      n: 'next', p: 'previous', w: 'worst', t: 'threads'
    };
    if (Object.hasOwn(keys, event.key) && this.act(keys[event.key])) {
      event.preventDefault();
    }
  }

  jump(text) {
    try {
      const ns = instantOf(text);
      const {from, until} = this.view.rows.span;
      if (ns < from || ns >= until) {
        throw new Error(ms(ns) + ' ms is outside of what was kept, '
            + ms(from) + ' to ' + ms(until) + ' ms');
      }
      this.view.go(ns);
      byId('instant').removeAttribute('aria-invalid');
    } catch (wrong) {
      byId('instant').setAttribute('aria-invalid', 'true');
      this.say(wrong.message);
    }
  }

  /** Links into the timeline: #wait=host,member,from,until and #at=ns. */
  follow(hash) {
    const wait = /^#wait=(\d+),(\d+),(\d+),(\d+)$/.exec(hash);
    const at = /^#at=(\d+)$/.exec(hash);
    if (wait && Number(wait[1]) < this.hosts.length) {
      const [host, member, from, until] = wait.slice(1).map(Number);
      if (host !== this.number) {
        this.open(host);
      }
      if (member < this.view.rows.members.length) {
        this.view.showWait(member, from, until);
      }
    } else if (at) {
      this.view.go(Number(at[1]));
    } else {
      return;
    }
    byId('timeline').scrollIntoView();
    this.canvas.focus({preventScroll: true});
  }

  // ---- pointers: one pans or points, two zoom ----

  wheel(event) {
    if (document.activeElement !== this.canvas && !event.ctrlKey) {
      return;
    }
    event.preventDefault();
    const {view} = this;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      view.pan((event.deltaX || event.deltaY) / view.wide);
    } else {
      const lines = event.deltaMode === 1 ? 24 : 1;
      view.zoom(Math.exp(event.deltaY * lines * 0.002), view.nsAt(event.offsetX));
    }
  }

  down(event) {
    this.pointers.set(event.pointerId, {x: event.offsetX, y: event.offsetY});
    this.canvas.setPointerCapture(event.pointerId);
    this.moved = 0;
  }

  move(event) {
    const {view, pointers} = this;
    const before = pointers.get(event.pointerId);
    if (!before) {
      this.hover(event);
      return;
    }
    const dx = event.offsetX - before.x, dy = event.offsetY - before.y;
    if (pointers.size === 2) {
      const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
      const was = Math.max(10, Math.abs(before.x - other.x));
      const is = Math.max(10, Math.abs(event.offsetX - other.x));
      view.zoom(was / is, view.nsAt((event.offsetX + other.x) / 2));
      this.moved = 9;
    } else {
      this.moved += Math.abs(dx) + Math.abs(dy);
      if (this.moved > 3) {
        view.pan(-dx / (view.wide - view.gutter));
        view.scrollTo(view.scroll - dy);
      }
    }
    pointers.set(event.pointerId, {x: event.offsetX, y: event.offsetY});
    byId('hover').hidden = true;
  }

  up(event) {
    this.pointers.delete(event.pointerId);
    if (this.moved > 3) {
      return;
    }
    const {view} = this;
    const row = view.rowAt(event.offsetY);
    if (row >= 0 && event.offsetY > AXIS) {
      view.focusOn(row);
      if (event.offsetX < view.gutter && view.list[row].guest) {
        view.toggle(view.list[row].key);
      }
    }
    if (event.offsetX >= view.gutter) {
      view.go(view.nsAt(event.offsetX));
    }
  }

  hover(event) {
    const {view} = this;
    const index = view.rowAt(event.offsetY);
    const hover = byId('hover');
    if (index < 0 || event.offsetX < view.gutter || event.offsetY < AXIS) {
      hover.hidden = true;
      return;
    }
    const ns = Math.round(view.nsAt(event.offsetX));
    const row = view.list[index];
    hover.textContent = [ms(ns) + ' ms', ...this.column(row, ns), ...view.instants.told(row, ns)].join('\n');
    hover.hidden = false;
    const left = Math.min(event.offsetX + 14, view.wide - hover.offsetWidth - 4);
    hover.style.left = Math.max(0, left) + 'px';
    hover.style.top = event.offsetY + 18 + 'px';
  }

  /** Where a dot is wider than what happens, the shares in it. */
  column(row, ns) {
    const {view} = this;
    const track = view.track(row);
    const wide = (view.until - view.from) / (view.wide - view.gutter);
    if (!track || track.at(ns + wide / 2) === track.at(ns - wide / 2)) {
      return [];
    }
    const sums = new Map();
    const from = ns - wide / 2, until = ns + wide / 2;
    for (let i = Math.max(0, track.at(from)); i < track.size && track.begins[i] < until; i++) {
      const length = Math.min(track.endOf(i), until) - Math.max(track.begins[i], from);
      const name = row.kind === 'processor' ? view.instants.name(track.values[i] - 1)
          : DOING_WORDS[track.values[i]];
      sums.set(name, (sums.get(name) || 0) + length);
    }
    const shares = [...sums].sort((a, b) => b[1] - a[1]).slice(0, 4).map(
        ([name, amount]) => name + ' ' + Math.round(amount / wide * 100) + ' %');
    return ['in this column (' + length(Math.round(wide)) + '): ' + shares.join(', '), 'in its middle:'];
  }

  // ---- what is read at the cursor ----

  say(text) {
    byId('said').textContent = text;
  }

  cursorMoved() {
    const {view} = this;
    this.say('At ' + ms(view.cursor) + ' ms: '
        + view.instants.told(view.list[view.focus], view.cursor).join('; '));
    clearTimeout(this.reading);
    this.reading = setTimeout(() => this.read(), 60);
  }

  read() {
    const {view} = this;
    const ns = view.cursor;
    const {rows, instants} = view;
    const focused = view.list[view.focus];
    const reading = byId('reading');
    reading.textContent = '';
    const command = element('p', '', 'whole note');
    const code = element('code', "./coremux run scenario.yaml --at '" + ms(ns) + " ms'");
    code.id = 'command';
    const copy = element('button', 'copy');
    copy.type = 'button';
    copy.dataset.copy = 'command';
    command.append('All of it, exactly: ', code, ' ', copy);
    reading.append(command, this.processorsAt(ns, focused), this.membersAt(ns, focused));
    const words = instants.words(ns);
    const policy = element('div', '', 'whole');
    if (words) {
      const early = ns - words.at_ns;
      policy.append(element('h3', 'In the policies’ own words, ' + (early === 0 ? 'at this instant'
          : 'as kept last before: at ' + ms(words.at_ns) + ' ms, ' + length(early) + ' earlier')));
      const text = element('pre', words.text.split('\n').map(plain).join('\n'));
      text.tabIndex = 0;
      policy.append(text);
    } else {
      policy.append(element('p', 'Of this instant no words of the policies were kept.', 'note'));
    }
    reading.append(policy);
  }

  processorsAt(ns, focused) {
    const {rows, instants} = this.view;
    const list = rows.processors.map((processor, p) => p)
        .filter(p => !rows.isGuest(rows.processors[p].level)).slice(0, 256);
    return tableOf('Who is on each pCPU at ' + ms(ns) + ' ms',
        [['pCPU', ''], ['who', 'words'], ['since ms', ''], ['slice ends ms', ''],
          ['the last decision, and why', 'words']],
        list.map(p => {
          const at = instants.processor(p, ns);
          return {
            isHere: focused.processor === p,
            cells: [String(rows.processors[p].index), instants.name(at.who),
              at.since >= 0 ? ms(at.since) : '–', at.sliceEnd >= 0 ? ms(at.sliceEnd) : '–',
              at.why ? at.what + '; because ' + at.why : 'decided before what was kept']
          };
        }));
  }

  membersAt(ns, focused) {
    const {view} = this;
    const {rows, instants} = view;
    const focusedGuest = focused.member === undefined ? null : rows.members[focused.member].key;
    const isShown = m => !rows.isGuest(rows.members[m].level)
        || rows.members[m].key === focusedGuest
        || view.list.some(row => row.member === m);
    const list = view.guests().flatMap(guest => [...guest.members, ...guest.threads])
        .filter(isShown).slice(0, 400);
    return tableOf('What each vCPU or thread does',
        [['who', 'words'], ['state', 'words'], ['since ms', ''], ['for', ''], ['on', 'words']],
        list.map(m => {
          const now = instants.member(m, ns);
          return {
            isHere: focused.member === m,
            cells: [instants.name(m), now.state, ms(now.since), length(ns - now.since),
              now.processor >= 0 ? instants.shortName(now.processor) : '–']
          };
        }));
  }
}

/** Copies, or where that is not allowed selects what is to be copied. */
async function copyOf(button) {
  const source = byId(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = 'copied';
  } catch (refused) {
    getSelection().selectAllChildren(source);
    button.textContent = 'selected: Ctrl+C copies';
  }
}

document.addEventListener('click', event => {
  const button = event.target.closest('[data-copy]');
  if (button) {
    copyOf(button);
  }
});

async function begin() {
  const section = byId('timeline');
  if (section.dataset.state === 'none') {
    return null;
  }
  byId('trouble').textContent = 'The timeline is being unpacked …';
  await new Promise(resolve => setTimeout(resolve, 0)); // so that this is seen
  try {
    const about = JSON.parse(new TextDecoder().decode(
        Uint8Array.from(atob(byId('about').textContent.trim()), c => c.charCodeAt(0))));
    const data = await unpacked(byId('data').textContent);
    byId('trouble').textContent = '';
    const page = new Page(data, about);
    section.dataset.state = 'drawn';
    page.follow(location.hash);
    return page;
  } catch (wrong) {
    section.dataset.state = 'failed';
    byId('drawn').hidden = true;
    byId('trouble').textContent = 'The timeline cannot be shown: ' + wrong.message + '.';
    return null;
  }
}

/** For tests: the page when it is ready; null without a timeline. */
window.coremux = {page: begin(), HostRows, Track, instantOf, ms};
