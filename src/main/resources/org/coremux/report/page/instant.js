
// ---- What happened at an instant, in words: the same that --at prints. ----

const DOING_WORDS = ['offline', 'blocked', 'waiting', 'running', 'capped', 'co-stopped',
  'spins'];

/** Exact milliseconds. */
function ms(ns) {
  const whole = Math.floor(ns / 1e6);
  return whole + '.' + String(Math.round(ns - whole * 1e6)).padStart(6, '0');
}

/** A length of time for people. */
function length(ns) {
  if (ns >= 1e9) {
    return Number((ns / 1e9).toPrecision(4)) + ' s';
  }
  return ns >= 1e6 ? Number((ns / 1e6).toPrecision(4)) + ' ms'
      : ns >= 1e3 ? Number((ns / 1e3).toPrecision(4)) + ' us' : ns + ' ns';
}

/** Nanoseconds of a text such as `1234.5 ms`; a number without a unit is of milliseconds. */
function instantOf(text) {
  const found = /^\s*(\d+)(?:[.,](\d+))?\s*(ns|us|µs|ms|s|min|h)?\s*$/.exec(text);
  if (!found) {
    throw new Error('“' + plain(text) + '” is no time; such as 1234.5 ms or 1.2 s');
  }
  const units = {ns: 1, us: 1e3, 'µs': 1e3, ms: 1e6, s: 1e9, min: 6e10, h: 36e11};
  const unit = BigInt(units[found[3] || 'ms']);
  const part = found[2] || '';
  const whole = BigInt(found[1] + part) * unit;
  return Number(whole / 10n ** BigInt(part.length));
}

/** Reads what a host did at an instant. */
class Instants {
  constructor(rows, whyWords) {
    this.rows = rows;
    this.whyWords = whyWords;
  }

  name(member) {
    return member === NOBODY ? 'idle' : this.rows.members[member].name;
  }

  isProvided(p, ns) {
    const provider = this.rows.processors[p].provider;
    return provider === NOBODY || hasProcessor(this.doing(provider, ns));
  }

  doing(member, ns) {
    const track = this.rows.memberTracks[member];
    const i = track.at(ns);
    return i < 0 ? OFFLINE : track.values[i];
  }

  /** What a member does, since when, and where. */
  member(member, ns) {
    const track = this.rows.memberTracks[member];
    let i = track.at(ns);
    if (i < 0) {
      return {doing: OFFLINE, state: 'offline', since: 0, until: 0, processor: NOBODY, before: -1};
    }
    const doing = track.values[i];
    const processor = track.where[i];
    let next = i + 1;
    while (next < track.size && isSame(track.values[next], doing)) {
      next++;
    }
    const isOne = doing === SPINNING ? before => before === doing : before => isSame(before, doing);
    while (i > 0 && isOne(track.values[i - 1])) {
      i--;
    }
    const until = next < track.size ? track.begins[next] : NOBODY;
    return {
      doing,
      processor,
      until,
      since: track.begins[i],
      before: i > 0 ? track.values[i - 1] : -1,
      state: this.state(doing, processor, ns)
    };
  }

  /** From when until when (-1: not known) it does just that: capped and waiting are told apart. */
  stretch(member, ns) {
    const track = this.rows.memberTracks[member];
    let first = Math.max(0, track.at(ns));
    let next = first + 1;
    while (first > 0 && track.values[first - 1] === track.values[first]) {
      first--;
    }
    while (next < track.size && track.values[next] === track.values[first]) {
      next++;
    }
    return {from: track.begins[first], until: next < track.size ? track.begins[next] : NOBODY};
  }

  state(doing, processor, ns) {
    if (hasProcessor(doing) && !this.isProvided(processor, ns)) {
      return 'on a vCPU that waits';
    }
    return DOING_WORDS[doing];
  }

  /** Who is on a processor, since when, until when, and why. */
  processor(p, ns) {
    const {who, since} = this.rows.occupant(p, ns);
    const d = this.rows.decision(p, ns);
    const {decided} = this.rows;
    const isKept = d >= 0;
    const slice = isKept ? decided.slice[d] : -1;
    return {
      who,
      since: who === NOBODY ? (isKept ? decided.at[d] : NOBODY) : since,
      sliceEnd: slice < 0 || who === NOBODY ? NOBODY : decided.at[d] + slice,
      isProvided: this.isProvided(p, ns),
      decided: isKept ? decided.at[d] : NOBODY,
      what: isKept ? this.what(d) : '',
      why: isKept ? this.why(d) : ''
    };
  }

  what(d) {
    const from = this.name(this.rows.decided.from[d]), to = this.name(this.rows.decided.to[d]);
    if (from !== to) {
      return from + ' -> ' + to;
    }
    return to === 'idle' ? 'stays idle' : to + ' goes on';
  }

  why(d) {
    const {why, who, more} = this.rows.decided;
    const words = this.whyWords[why[d]].split('%s').join(
        who[d] === NOBODY ? '' : this.name(who[d]));
    return words + (more[d] === 0 ? '' : ' (and ' + more[d] + ' more)');
  }

  processorName(p) {
    const {level, index, provider} = this.rows.processors[p];
    return provider === NOBODY ? 'pCPU ' + index : 'vCPU ' + index + ' (' + this.name(provider) + ')';
  }

  /** The same in few letters. */
  shortName(p) {
    const {index, provider} = this.rows.processors[p];
    return (provider === NOBODY ? 'pCPU ' : 'vCPU ') + index;
  }

  /** The last kept words of the policy at or before an instant; null when there are none. */
  words(ns) {
    const i = lastNotAfter(this.rows.snapshotTimes, ns);
    return i < 0 ? null : this.rows.snapshots[i];
  }

  /** Why a member does what it does, as far as it is known. */
  reason(member, now, ns) {
    if (now.processor === NOBODY) {
      return '';
    }
    if (hasProcessor(now.doing)) {
      const at = this.processor(now.processor, ns);
      return at.why ? at.what + '; because ' + at.why : '';
    }
    if (now.doing === WAITING) {
      const d = this.rows.decision(now.processor, now.since);
      if (hasProcessor(now.before) && d >= 0 && this.rows.decided.from[d] === member) {
        return 'had to leave: ' + this.what(d) + '; because ' + this.why(d);
      }
      return now.before === BLOCKED ? 'it woke up, and others had the processors'
          : now.before === CAPPED ? 'its cap was filled again, and others had the processors' : '';
    }
    return now.doing === CAPPED ? 'its own cap is used up'
        : now.doing === COSTOPPED ? 'it waits for its siblings' : '';
  }

  /** Who has the processors on which a member may run. */
  meanwhile(member, ns) {
    const {level, allowed} = this.rows.members[member];
    const counts = new Map();
    this.rows.processors.forEach((processor, p) => {
      if (allowed && allowed.length ? allowed.includes(p) : processor.level === level) {
        const who = this.rows.occupant(p, ns).who;
        const name = who === NOBODY ? 'nobody' : this.rows.members[who].guest || this.name(who);
        counts.set(name, (counts.get(name) || 0) + 1);
      }
    });
    return [...counts].sort((a, b) => b[1] - a[1]).map(([name, n]) => name + ' ' + n).join(', ');
  }

  /** One row at an instant, in a sentence or a few lines. */
  told(row, ns) {
    if (row.kind === 'processor') {
      const p = this.processor(row.processor, ns);
      const parts = [this.processorName(row.processor) + ': ' + this.name(p.who)
          + (p.since >= 0 ? ' since ' + ms(p.since) + ' ms' : '')];
      if (p.sliceEnd >= 0) {
        parts.push('slice ends ' + ms(p.sliceEnd) + ' ms');
      }
      if (p.why) {
        parts.push('decided at ' + ms(p.decided) + ': ' + p.what + '; because ' + p.why);
      }
      return parts;
    }
    if (row.kind !== 'member') {
      return [row.label];
    }
    const now = this.member(row.member, ns);
    const {from, until} = this.stretch(row.member, ns);
    const parts = [this.name(row.member) + ': ' + now.state + ' since ' + ms(from) + ' ms'
        + (until >= 0 ? ', until ' + ms(until) + ' ms (' + length(until - from) + ')' : '')];
    if (from !== now.since) {
      const what = hasProcessor(now.doing) ? 'has been there' : 'wanted to run';
      parts.push(what + ' since ' + ms(now.since) + ' ms');
    }
    if (now.processor >= 0 && hasProcessor(now.doing)) {
      parts.push('on ' + this.processorName(now.processor));
    }
    const reason = this.reason(row.member, now, ns);
    if (reason) {
      parts.push(reason);
    }
    if (now.doing === WAITING) {
      parts.push('meanwhile on its processors: ' + this.meanwhile(row.member, ns));
    }
    return parts;
  }
}

/** Whether two are one run state: held or not, who waits has waited on; who spins has a processor. */
function isSame(a, b) {
  const isRunnable = doing => doing === WAITING || doing === CAPPED || doing === COSTOPPED;
  return a === b || isRunnable(a) && isRunnable(b) || hasProcessor(a) && hasProcessor(b);
}
