// Loads a trace into Perfetto's own trace processor and prints the answer to each query.
//
//   node trace-sql.mjs ENGINE TRACE SQL...
//
// ENGINE is a folder with the trace processor as WebAssembly (trace_processor.wasm), its glue
// (engine_bundle.node.js) and the client of Perfetto's viewer (engine.mjs). The glue is made for a
// web worker; here it gets its bytes and its port by hand. Values are separated by tabs, rows by
// lines, answers by an empty line.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import vm from 'node:vm';

const CHUNK = 16 << 20; // Unit: bytes.
const [engineFolder, traceFile, ...queries] = process.argv.slice(2);

function changed(source, from, to) {
  if (!source.includes(from)) {
    throw new Error(`the glue of the trace processor has no "${from}": another version?`);
  }
  return source.replace(from, to);
}

/** The two ends of the wire: the processor listens at one, this script at the other. */
function startProcessor() {
  globalThis.self = globalThis;
  globalThis.WorkerGlobalScope = class {};
  globalThis.location = { href: pathToFileURL(resolve(engineFolder)).href + '/' };
  globalThis.wasmBytes = readFileSync(join(engineFolder, 'trace_processor.wasm'));
  let glue = readFileSync(join(engineFolder, 'engine_bundle.node.js'), 'utf8');
  glue = changed(glue, 'this.useMemory64 = hasMemory64Support();', 'this.useMemory64 = false;');
  glue = changed(
    glue,
    'locateFile: (s) => s,',
    'locateFile: (s) => s, wasmBinary: globalThis.wasmBytes,',
  );
  const made = 'const wasmBridge = new wasm_bridge_1.WasmBridge();';
  glue = changed(glue, made, made + ' globalThis.wasmBridge = wasmBridge;');
  vm.runInThisContext(glue, { filename: 'engine_bundle.node.js' });
  const wire = new MessageChannel();
  globalThis.wasmBridge.initialize(wire.port1);
  return wire.port2;
}

function quietly(print) {
  return (...words) => {
    if (!String(words[0]).includes('QueryResult field')) {
      print(...words);
    }
  };
}

console.warn = quietly(console.warn.bind(console)); // the client is older than the processor
const { EngineBase } = await import(pathToFileURL(resolve(engineFolder, 'engine.mjs')).href);

class Client extends EngineBase {
  mode = 'WASM';
  id = 'coremux';

  constructor(port) {
    super();
    this.port = port;
    port.onmessage = (message) => this.onRpcResponseBytes(message.data);
  }

  rpcSendRequestBytes(bytes) {
    this.port.postMessage(bytes);
  }

  [Symbol.dispose]() {
    this.port.close();
  }
}

const client = new Client(startProcessor());
let bytes = readFileSync(traceFile);
bytes = traceFile.endsWith('.gz') ? gunzipSync(bytes) : bytes; // the wasm has no zlib of its own
for (let at = 0; at < bytes.length; at += CHUNK) {
  await client.parse(new Uint8Array(bytes.subarray(at, at + CHUNK)));
}
await client.notifyEof();
for (const query of queries) {
  const answer = await client.query(query);
  if (answer.error()) {
    throw new Error(answer.error());
  }
  const columns = answer.columns();
  for (const row = answer.iter({}); row.valid(); row.next()) {
    console.log(columns.map((column) => row.get(column)).join('\t'));
  }
  console.log();
}
process.exit(0);
