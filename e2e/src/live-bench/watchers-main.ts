// Dashboards without a screen: so many sockets that speak the browser's protocol, in a process of their own, so that none
// of their work is the gateway's or the browser's. Prints what they saw, as JSON, at the end of the time.
import { liveCloseCodes, liveSubprotocol, parseLiveFrame } from "@meridian/live-protocol";
import { percentile } from "../../../packages/cli/src/percentile.ts";
import type { WatchPlan, WatchReport } from "./watch-plan.ts";

const plan = JSON.parse(process.argv[2] ?? "{}") as WatchPlan;
/** What a dashboard shows is as old as this, ms, right before its next tick. */
const ages: number[] = [];
/** From the gateway's clock to the socket, ms. */
const travels: number[] = [];
let bytes = 0;
let lost = 0;

const sockets: WebSocket[] = [];

function watch(at: number, ticket: string): void {
  const socket = new WebSocket(plan.url, liveSubprotocol);
  let last: { readonly atMs: number; readonly sequence: number } | null = null;
  socket.addEventListener("open", () => socket.send(JSON.stringify({ type: "subscribe", ticket })));
  socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    const nowMs = Date.now();
    const text = String(data);
    const frame = parseLiveFrame(text);
    if (frame?.type !== "tick") return;
    bytes += text.length;
    travels.push(Math.round(nowMs - frame.atMs));
    if (last !== null) {
      ages.push(Math.round(nowMs - last.atMs));
      lost += frame.sequence - last.sequence - 1;
    }
    last = frame;
  });
  socket.addEventListener("close", ({ code }) => {
    if (code === liveCloseCodes.subscription_ended) process.send?.(at);
  });
  sockets[at] = socket;
}

process.on("message", ({ socket, ticket }: { readonly socket: number; readonly ticket: string }) =>
  watch(socket, ticket),
);
for (const [at, ticket] of plan.tickets.entries()) watch(at, ticket);

setTimeout(() => {
  const report: WatchReport = {
    open: sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).length,
    ticks: travels.length,
    lost,
    bytesPerTick: travels.length === 0 ? 0 : Math.round(bytes / travels.length),
    ageP50Ms: percentile(ages, 0.5),
    ageP99Ms: percentile(ages, 0.99),
    travelP50Ms: percentile(travels, 0.5),
    travelP99Ms: percentile(travels, 0.99),
  };
  process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));
}, plan.seconds * 1_000);
