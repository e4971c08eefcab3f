import { type Dispatcher, Pool } from "undici";
import { percentile } from "../percentile.ts";
import { loadPlanSchema, type LoadResult } from "./load-plan.ts";

// Closed loop: each of `concurrency` callers sends its next request when its last is answered. Requests that end after
// the time is up are finished and counted, since the proxy under test worked for them.
const plan = loadPlanSchema.parse(JSON.parse(process.argv[2] ?? "{}"));
const pool = new Pool(plan.origin, { connections: plan.concurrency, pipelining: 1 });

const content = "Where is my order? It was to arrive on Monday and has not. ".repeat(5);
const streaming = plan.stream ? { stream: true, stream_options: { include_usage: true } } : {};
const body = Buffer.from(JSON.stringify({ model: "bench", messages: [{ role: "user", content }], ...streaming }));
const headers = { "content-type": "application/json", authorization: `Bearer ${plan.key}` };
const options: Dispatcher.DispatchOptions = { path: "/v1/chat/completions", method: "POST", headers, body };

const durations: number[] = [];
let errors = 0;
let frames = 0;
const endsAtMs = performance.now() + plan.seconds * 1000;

/** Sends one request; resolves when it is answered, whatever the answer. */
function sendOne(): Promise<void> {
  const startedMs = performance.now();
  let ok = false;
  let complete = !plan.stream;
  return new Promise((resolve) => {
    pool.dispatch(options, {
      onRequestStart: () => undefined,
      onResponseStart: (_controller, status) => {
        ok = status === 200;
      },
      onResponseData: (_controller, chunk) => {
        if (!plan.stream) return;
        for (let at = chunk.indexOf("\n\n"); at >= 0; at = chunk.indexOf("\n\n", at + 2)) frames++;
        complete ||= chunk.includes("[DONE]");
      },
      onResponseEnd: () => {
        if (ok && complete) durations.push(performance.now() - startedMs);
        else errors++;
        resolve();
      },
      onResponseError: () => {
        errors++;
        resolve();
      },
    });
  });
}

async function caller(): Promise<void> {
  while (performance.now() < endsAtMs) await sendOne();
}

await Promise.all(Array.from({ length: plan.concurrency }, caller));
const [p50Ms, p99Ms] = [percentile(durations, 0.5), percentile(durations, 0.99)];
const result: LoadResult = { requests: durations.length, errors, frames, p50Ms, p99Ms };
process.stdout.write(`${JSON.stringify(result)}\n`);
await pool.close();
