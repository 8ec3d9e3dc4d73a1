// Perfetto's own trace processor, as WebAssembly, in this process.
//
// The folder holds what the viewer loads (trace_processor.wasm), its glue (engine_bundle.node.js)
// and the client that the viewer talks to it with (engine.mjs). The glue is made for a web worker:
// here it gets its bytes and its port by hand.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import vm from 'node:vm';

const CHUNK = 16 << 20; // Unit: bytes.

function changed(source, from, to) {
  if (!source.includes(from)) {
    throw new Error(`the glue of the trace processor has no "${from}": another version?`);
  }
  return source.replace(from, to);
}

/** The two ends of the wire: the processor listens at one, this script at the other. */
function startProcessor(folder) {
  globalThis.self = globalThis;
  globalThis.WorkerGlobalScope = class {};
  globalThis.location = { href: pathToFileURL(resolve(folder)).href + '/' };
  globalThis.wasmBytes = readFileSync(join(folder, 'trace_processor.wasm'));
  let glue = readFileSync(join(folder, 'engine_bundle.node.js'), 'utf8');
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


/** A client at one end of the wire. */
function client(EngineBase, port) {
  class Client extends EngineBase {
    mode = 'WASM';
    id = 'coremux';

    rpcSendRequestBytes(bytes) {
      port.postMessage(bytes);
    }

    [Symbol.dispose]() {
      port.close();
    }
  }
  const one = new Client();
  port.onmessage = (message) => one.onRpcResponseBytes(message.data);
  return one;
}

/** Loads a trace; gives a function that answers SQL with its rows, each a list of values. */
export async function load(folder, traceFile) {
  console.warn = quietly(console.warn.bind(console)); // the client is older than the processor
  const { EngineBase } = await import(pathToFileURL(resolve(folder, 'engine.mjs')).href);
  const processor = client(EngineBase, startProcessor(folder));
  const file = readFileSync(traceFile);
  const bytes = traceFile.endsWith('.gz') ? gunzipSync(file) : file; // it has no zlib here
  for (let at = 0; at < bytes.length; at += CHUNK) {
    await processor.parse(new Uint8Array(bytes.subarray(at, at + CHUNK)));
  }
  await processor.notifyEof();
  return async (sql) => {
    const answer = await processor.query(sql);
    if (answer.error()) {
      throw new Error(answer.error());
    }
    const columns = answer.columns();
    const rows = [];
    for (const row = answer.iter({}); row.valid(); row.next()) {
      rows.push(columns.map((column) => row.get(column)));
    }
    return rows;
  };
}
