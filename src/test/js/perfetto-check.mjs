// Holds what Perfetto's own trace processor reads from a trace against the result of the same run.
//
//   node perfetto-check.mjs ENGINE TRACE RESULT
//
// The run has no warm-up. Exit code 0: it all agrees, to the nanosecond; 1: it does not.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { load } from './trace-processor.mjs';

const [engine, traceFile, resultFile] = process.argv.slice(2);
const file = readFileSync(traceFile);
const text = (traceFile.endsWith('.gz') ? gunzipSync(file) : file).toString();
const result = JSON.parse(readFileSync(resultFile, 'utf8'));
const query = await load(engine, traceFile);
let wrong = 0;

function agree(what, read, wanted) {
  const same = BigInt(read) === BigInt(wanted);
  wrong += same ? 0 : 1;
  console.log(`${same ? '  ok ' : 'WRONG'} ${what}: ${read}${same ? '' : `, not ${wanted}`}`);
}

const ns = (seconds) => Math.round(seconds * 1e9);
const quoted = (name) => `'${name.replaceAll("'", "''")}'`;
const events = (phase) => text.split(`{"ph":"${phase}"`).length - 1;

async function one(sql) {
  return (await query(sql))[0][0] ?? 0;
}

const slices = `slice s join thread_track tt on s.track_id = tt.id join thread t using (utid)
  join process p using (upid)`;

const errors = `from stats where severity in ('error', 'data_loss') and value > 0`;
for (const [name, count] of await query(`select name, value ${errors}`)) {
  console.log(`      ${name}: ${count}`);
}
agree('errors and losses', await one(`select count(*) ${errors}`), 0);
agree('slices', await one('select count(*) from slice'), events('B') + events('X'));
agree('slices without an end', await one('select count(*) from slice where dur < 0'), 0);
agree('arrows', await one('select count(*) from flow'), events('f'));
agree(
  'values of counters',
  await one('select count(*) from counter c join process_counter_track t on t.id = c.track_id'),
  events('C'),
);
agree(
  'threads on a pCPU outside of their vCPU',
  await one(`select count(*) from ${slices} left join slice outer_one on outer_one.id = s.parent_id
    where s.depth > 0 and substr(s.name, 1, instr(s.name, '.'))
      != substr(outer_one.name, 1, instr(outer_one.name, '.'))`),
  0,
);

for (const host of result.hosts) {
  const pcpus = `p.name = ${quoted(`host ${host.name}: pCPUs`)}`;
  agree(`pCPUs of ${host.name}`, await one(
    `select count(*) from thread join process p using (upid) where ${pcpus} and tid != p.pid`),
    host.pcpus);
  agree(
    `busy ns of ${host.name}`,
    await one(`select sum(s.dur) from ${slices} where s.depth = 0 and ${pcpus}`),
    host.pcpus * ns(result.duration_s) - ns(host.time_s.idle),
  );
}
for (const guest of result.guests) {
  const where = result.hosts.length === 1 ? '' : ` on ${guest.host}`;
  const own = ['vCPUs', 'threads'].map((what) => quoted(`guest ${guest.name}${where}: ${what}`));
  const sum = (condition) =>
    one(`select sum(s.dur) from ${slices} where p.name in (${own}) and ${condition}`);
  agree(`running ns of ${guest.name}`, await sum(`s.name = 'running'`), ns(guest.time_s.running));
  agree(`steal ns of ${guest.name}`, await sum(`s.category = 'steal'`), ns(guest.time_s.runnable));
  agree(
    `capped ns of ${guest.name}`,
    await sum(`s.name = 'steal: capped'`),
    ns(guest.runnable_s.capped),
  );
}
process.exit(wrong === 0 ? 0 : 1);
