
// ---- The timeline as it was kept, arranged row by row. Times are ns since the start. ----

const OFFLINE = 0, BLOCKED = 1, WAITING = 2, RUNNING = 3, CAPPED = 4, COSTOPPED = 5, SPINNING = 6;
const NOBODY = -1;

/** Unpacks base64 of gzip of JSON. */
async function unpacked(base64) {
  if (typeof DecompressionStream === 'undefined') {
    throw new Error('this browser is too old to unpack it (it has no DecompressionStream).'
        + ' Everything else on this page works; --at shows any instant on the command line');
  }
  const binary = atob(base64.trim());
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = binary.charCodeAt(i);
  }
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

/** Names may hold anything: what a browser would obey is shown as a question mark. */
function plain(text) {
  return String(text).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
}

/** The last place whose value is not after the one asked for; -1 if all are. */
function lastNotAfter(values, asked, from = 0, until = values.length) {
  let low = from, high = until;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] <= asked) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

function summed(differences) {
  const times = new Float64Array(differences.length);
  let at = 0;
  for (let i = 0; i < times.length; i++) {
    at += differences[i];
    times[i] = at;
  }
  return times;
}

/** For each of some owners where its rows are: rows.subarray(begins[o], begins[o + 1]). */
function grouped(owners, count) {
  const begins = new Int32Array(count + 1);
  for (let i = 0; i < owners.length; i++) {
    begins[owners[i] + 1]++;
  }
  for (let o = 0; o < count; o++) {
    begins[o + 1] += begins[o];
  }
  const next = begins.slice();
  const rows = new Int32Array(owners.length);
  for (let i = 0; i < owners.length; i++) {
    rows[next[owners[i]]++] = i;
  }
  return {begins, rows};
}

/**
 * What one processor or member did: segment i from begins[i] to the next one's beginning. For
 * pictures each value has a kind, from 0; those of none (-1) are the background.
 */
class Track {
  constructor(span, begins, values, kinds, kindOf) {
    this.span = span;
    this.begins = begins;
    this.values = values;
    this.kinds = kinds;
    this.kindOf = kindOf;
    this.levels = null;
  }

  get size() {
    return this.begins.length;
  }

  at(ns) {
    return lastNotAfter(this.begins, ns);
  }

  endOf(i) {
    return i + 1 < this.begins.length ? this.begins[i + 1] : this.span.until;
  }

  /** Adds the time of each kind to columns of a stretch: sums[column * kinds + kind]. */
  add(from, until, columns, sums) {
    const column = (until - from) / columns;
    const level = this.levelFor(column);
    if (level) {
      this.addBuckets(level, from, until, columns, sums);
    } else {
      this.addSegments(from, until, columns, sums);
    }
  }

  addSegments(from, until, columns, sums) {
    const width = (until - from) / columns;
    const {begins, values, kinds, kindOf} = this;
    const size = begins.length;
    for (let i = Math.max(0, this.at(from)); i < size; i++) {
      const begin = Math.max(begins[i], from, this.span.from);
      if (begin >= until) {
        break;
      }
      const kind = kindOf[values[i]];
      const end = Math.min(i + 1 < size ? begins[i + 1] : this.span.until, until);
      if (kind >= 0 && end > begin) {
        spread(sums, kinds, kind, (begin - from) / width, (end - from) / width, end - begin);
      }
    }
  }

  addBuckets(level, from, until, columns, sums) {
    const width = (until - from) / columns;
    const {kinds} = this;
    const {ns, data, count} = level;
    const first = Math.max(0, Math.floor((from - this.span.from) / ns));
    const last = Math.min(count - 1, Math.floor((until - this.span.from) / ns));
    for (let b = first; b <= last; b++) {
      const begin = (this.span.from + b * ns - from) / width;
      const left = Math.max(0, begin), right = Math.min(columns, begin + ns / width);
      if (right <= left) {
        continue;
      }
      const share = (right - left) * width / ns;
      for (let kind = 0; kind < kinds; kind++) {
        const amount = data[b * kinds + kind];
        if (amount > 0) {
          spread(sums, kinds, kind, left, right, amount * share);
        }
      }
    }
  }

  /** The coarsest level whose buckets are at most half a column; null: the segments themselves. */
  levelFor(columnNs) {
    if (this.size < Track.FEW) {
      return null;
    }
    if (!this.levels) {
      this.levels = this.built();
    }
    let found = null;
    for (const level of this.levels) {
      if (level.ns * 2 <= columnNs) {
        found = level;
      }
    }
    return found;
  }

  built() {
    const {span, kinds} = this;
    let count = 256;
    while (count < this.size / 8 && count < 1 << 18) {
      count *= 2;
    }
    let data = new Float32Array(count * kinds);
    this.addSegments(span.from, span.until, count, data);
    const levels = [{ns: (span.until - span.from) / count, data, count}];
    while (count > 64) {
      count /= 2;
      const coarser = new Float32Array(count * kinds);
      for (let b = 0; b < count; b++) {
        for (let kind = 0; kind < kinds; kind++) {
          coarser[b * kinds + kind] =
              data[2 * b * kinds + kind] + data[(2 * b + 1) * kinds + kind];
        }
      }
      data = coarser;
      levels.push({ns: (span.until - span.from) / count, data, count});
    }
    return levels;
  }
}
/** Below it segments are drawn one by one at any zoom. */
Track.FEW = 2048;

/** An amount evenly over columns from left to right, which may begin and end within one. */
function spread(sums, kinds, kind, left, right, amount) {
  const first = Math.floor(left);
  const last = Math.min(Math.ceil(right) - 1, sums.length / kinds - 1);
  if (first >= last) {
    sums[Math.min(first, last) * kinds + kind] += amount;
    return;
  }
  const each = amount / (right - left);
  sums[first * kinds + kind] += each * (first + 1 - left);
  for (let c = first + 1; c < last; c++) {
    sums[c * kinds + kind] += each;
  }
  sums[last * kinds + kind] += each * (right - last);
}

/**
 * One host: its processors, its members, and tracks of both. Whose a processor is, owners tell: a
 * number from 0 for each name.
 */
class HostRows {
  constructor(json, number, owners) {
    this.number = number;
    this.name = plain(json.name);
    this.span = {from: json.from_ns, until: json.until_ns};
    this.levels = json.levels.map(level => ({...level, name: plain(level.name)}));
    this.processors = json.processors;
    this.members = json.members.map(member => (
        {...member, name: plain(member.name), guest: plain(member.guest), key: member.guest}));
    const of = json.changes;
    this.changes = {
      at: summed(of.at),
      member: Int32Array.from(of.member),
      doing: Uint8Array.from(of.doing),
      processor: Int32Array.from(of.processor)
    };
    this.decided = {...json.decisions, at: summed(json.decisions.at)};
    for (const key of ['processor', 'why', 'who', 'more', 'from', 'to']) {
      this.decided[key] = Int32Array.from(json.decisions[key]);
    }
    this.decided.slice = Float64Array.from(json.decisions.slice);
    this.decisionsOf = grouped(this.decided.processor, this.processors.length);
    this.snapshots = json.snapshots;
    this.snapshotTimes = Float64Array.from(json.snapshots.map(one => one.at_ns));
    this.memberTracks = this.tracksOfMembers();
    this.processorTracks = this.tracksOfProcessors(owners);
  }

  isGuest(level) {
    return this.levels[level].guest;
  }

  tracksOfMembers() {
    const {begins, rows} = grouped(this.changes.member, this.members.length);
    return this.members.map((member, m) => {
      const own = rows.subarray(begins[m], begins[m + 1]);
      const at = new Float64Array(own.length);
      const doing = new Uint8Array(own.length);
      const where = new Int32Array(own.length);
      for (let i = 0; i < own.length; i++) {
        at[i] = this.changes.at[own[i]];
        doing[i] = this.changes.doing[own[i]];
        where[i] = this.changes.processor[own[i]];
      }
      const track = new Track(this.span, at, doing, MEMBER_KINDS, MEMBER_KIND_OF);
      track.where = where;
      return track;
    });
  }

  tracksOfProcessors(owners) {
    const kindOf = new Int16Array(this.members.length + 1);
    this.members.forEach((member, m) => {
      kindOf[m + 1] = owners.of(member.key);
    });
    kindOf[0] = -1;
    const counts = new Int32Array(this.processors.length);
    this.occupied((p) => counts[p]++);
    const tracks = this.processors.map((processor, p) => new Track(
        this.span, new Float64Array(counts[p] + 1), new Int32Array(counts[p] + 1),
        owners.count, kindOf));
    tracks.forEach(track => track.begins[0] = -1);
    counts.fill(1);
    this.occupied((p, at, who) => {
      tracks[p].begins[counts[p]] = at;
      tracks[p].values[counts[p]++] = who + 1;
    });
    return tracks;
  }

  /** Tells each change of who is on a processor. */
  occupied(tell) {
    const {at, member, doing, processor} = this.changes;
    const on = new Int32Array(this.members.length).fill(NOBODY);
    const who = new Int32Array(this.processors.length).fill(NOBODY);
    const order = this.inTime();
    for (let k = 0; k < at.length; k++) {
      const i = k < order.length ? order[k] : k;
      const m = member[i];
      const place = hasProcessor(doing[i]) ? processor[i] : NOBODY;
      if (place === on[m]) {
        continue;
      }
      if (on[m] !== NOBODY && who[on[m]] === m) {
        who[on[m]] = NOBODY;
        tell(on[m], at[i], NOBODY);
      }
      if (place !== NOBODY) {
        who[place] = m;
        tell(place, at[i], m);
      }
      on[m] = place;
    }
  }

  /** The first rows, one for each member, are in the order of members: here in that of time. */
  inTime() {
    const {at} = this.changes;
    const first = Math.min(this.members.length, at.length);
    return Int32Array.from({length: first}, (none, i) => i).sort((a, b) => at[a] - at[b]);
  }

  /** Who is on a processor at an instant, and since when. */
  occupant(p, ns) {
    const track = this.processorTracks[p];
    const i = track.at(ns);
    return i < 0 ? {who: NOBODY, since: -1} : {who: track.values[i] - 1, since: track.begins[i]};
  }

  /** The last decision for a processor at an instant; -1 when none was kept. */
  decision(p, ns) {
    const {begins, rows} = this.decisionsOf;
    let low = begins[p], high = begins[p + 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.decided.at[rows[middle]] <= ns) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low > begins[p] ? rows[low - 1] : -1;
  }

  /** The longest stretches of waiting, or of being held back where that took more; longest first. */
  worstWaits(most) {
    const sums = new Float64Array(MEMBER_KINDS);
    this.memberTracks.forEach((track, m) => {
      if (!this.isGuest(this.members[m].level)) {
        track.addSegments(this.span.from, this.span.until, 1, sums);
      }
    });
    return sums[2] >= sums[3] + sums[4] ? this.waits(doing => doing === WAITING, most)
        : this.waits(doing => doing === CAPPED || doing === COSTOPPED, most);
  }

  waits(isMeant, most) {
    let found = [];
    let least = 0;
    const take = wait => {
      if (wait.until - wait.from > least) {
        found.push(wait);
        if (found.length > 4 * most) {
          found = longest(found, most);
          least = found[most - 1].until - found[most - 1].from;
        }
      }
    };
    this.memberTracks.forEach((track, member) => {
      if (this.isGuest(this.members[member].level)) {
        return;
      }
      let from = NOBODY;
      for (let i = 0; i < track.size; i++) {
        const is = isMeant(track.values[i]);
        if (is && from === NOBODY) {
          from = Math.max(track.begins[i], this.span.from);
        } else if (!is && from !== NOBODY) {
          take({member, from, until: track.begins[i]});
          from = NOBODY;
        }
      }
      if (from !== NOBODY) {
        take({member, from, until: this.span.until});
      }
    });
    return longest(found, most);
  }
}

function longest(waits, most) {
  return waits.sort((a, b) => (b.until - b.from) - (a.until - a.from)).slice(0, most);
}

/** Whether who does so has a processor, be it only to wait there for others. */
function hasProcessor(doing) {
  return doing === RUNNING || doing === SPINNING;
}

/** Kinds of what members do in pictures: running, spinning, waiting, capped, co-stopped. */
const MEMBER_KINDS = 5;
const MEMBER_KIND_OF = Int16Array.from([-1, -1, 2, 0, 3, 4, 1]);

