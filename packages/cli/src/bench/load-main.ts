import { setTimeout as pause } from "node:timers/promises";
import { type Dispatcher, Pool } from "undici";
import { percentile } from "../percentile.ts";
import { eventsPerStream, loadPlanSchema, type LoadResult, slowUser } from "./load-plan.ts";

// Closed loop: each of `concurrency` callers sends its next request when its last is answered; or a steady pace. Requests
// that end after the time is up are finished and counted, since the proxy under test worked for them.
const plan = loadPlanSchema.parse(JSON.parse(process.argv[2] ?? "{}"));
const pool = new Pool(plan.origin, { connections: plan.concurrency, pipelining: 1 });

const sentence = "Where is my order? It was to arrive on Monday and has not. ";
const content = sentence.repeat(Math.ceil(plan.promptBytes / sentence.length));
const streaming = plan.stream ? { stream: true, stream_options: { include_usage: true } } : {};
const slow = plan.hold ? { user: slowUser } : {};
const bodies = plan.models.map((model) =>
  Buffer.from(JSON.stringify({ model, messages: [{ role: "user", content }], ...streaming, ...slow })),
);
const headers = { "content-type": "application/json", authorization: `Bearer ${plan.key}`, ...plan.headers };
const call = { path: "/v1/chat/completions", method: "POST", headers } as const satisfies Dispatcher.DispatchOptions;

const durations: number[] = [];
const firstBytes: number[] = [];
const gaps: number[] = [];
let errors = 0;
let opened = 0;
let frames = 0;
let lostFrames = 0;
let sent = 0;
let leftOut = 0;
const endsAtMs = performance.now() + plan.seconds * 1000;

/** Sends one request; resolves when it is answered, whatever the answer. */
function sendOne(): Promise<void> {
  const startedMs = performance.now();
  let firstByteMs = 0;
  let cameMs = 0;
  let own = 0;
  /** The blank line that ends a frame may be cut in two. */
  let lastByte = 0;
  let ok = false;
  let complete = !plan.stream;
  return new Promise((resolve) => {
    pool.dispatch(
      { ...call, body: bodies[sent++ % bodies.length] ?? null },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, status) => {
          ok = status === 200;
        },
        onResponseData: (_controller, chunk) => {
          if (firstByteMs === 0) {
            firstByteMs = performance.now() - startedMs;
            opened++;
          }
          if (!plan.stream) return;
          const nowMs = performance.now();
          if (cameMs > 0) gaps.push(nowMs - cameMs);
          cameMs = nowMs;
          if (lastByte === 10 && chunk[0] === 10) own++;
          lastByte = chunk.at(-1) ?? 0;
          for (let at = chunk.indexOf("\n\n"); at >= 0; at = chunk.indexOf("\n\n", at + 2)) own++;
          complete ||= chunk.includes("[DONE]");
        },
        onResponseEnd: () => {
          frames += own;
          if (ok && complete) {
            durations.push(performance.now() - startedMs);
            firstBytes.push(firstByteMs);
            if (plan.stream) lostFrames += Math.max(0, eventsPerStream - own);
          } else errors++;
          resolve();
        },
        onResponseError: () => {
          errors++;
          resolve();
        },
      },
    );
  });
}

async function caller(): Promise<void> {
  while (performance.now() < endsAtMs) await sendOne();
}

/** Keeps up with the clock: what a late timer missed is sent at once. */
async function pacer(perSecond: number): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const beganMs = performance.now();
  for (let due = 0; performance.now() < endsAtMs; await pause(5)) {
    for (const dueNow = ((performance.now() - beganMs) / 1000) * perSecond; due < dueNow; due++) {
      if (underWay.size >= plan.concurrency) leftOut++;
      else {
        const one = sendOne().finally(() => underWay.delete(one));
        underWay.add(one);
      }
    }
  }
  await Promise.all(underWay);
}

if (plan.hold) {
  for (let at = 0; at < plan.concurrency; at += 1) void sendOne();
  await pause(plan.seconds * 1000);
} else if (plan.requestsPerSecond === undefined) await Promise.all(Array.from({ length: plan.concurrency }, caller));
else await pacer(plan.requestsPerSecond);
const [p50Ms, p99Ms] = [percentile(durations, 0.5), percentile(durations, 0.99)];
const firstByteP50Ms = percentile(firstBytes, 0.5);
const gapP99Ms = percentile(gaps, 0.99);
const requests = durations.length;
const result: LoadResult = {
  requests,
  errors,
  opened,
  leftOut,
  frames,
  lostFrames,
  firstByteP50Ms,
  gapP99Ms,
  p50Ms,
  p99Ms,
};
process.stdout.write(`${JSON.stringify(result)}\n`);
if (plan.hold) await pool.destroy();
else await pool.close();
