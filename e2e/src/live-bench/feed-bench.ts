import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { cpuTimeMs } from "../../../packages/cli/src/bench/cpu-time.ts";
import { percentile } from "../../../packages/cli/src/percentile.ts";
import { runLoad } from "./bench-load.ts";
import { benchModels } from "./bench-routing.ts";
import type { WatchPlan, WatchReport } from "./watch-plan.ts";

/** What the measurement needs of the running copy. */
export type Bench = {
  readonly gatewayOrigin: string;
  readonly gatewayPid: () => number;
  readonly key: string;
  readonly liveUrl: string;
  /** Tickets to the live feed, one a socket. */
  readonly tickets: (count: number) => Promise<string[]>;
  readonly requestsPerSecond: number;
};

export type FeedRound = {
  readonly feed: "on" | "off";
  /** Share of one core that the gateway's process used. */
  readonly gatewayCpu: number;
  readonly requestsPerSecond: number;
  readonly errors: number;
  readonly watch: WatchReport | null;
};

/** The load settles before CPU is counted, s. */
const settleSeconds = 3;

/** Runs the load with the feed on and off in turn, so that whatever else the machine does meets both alike. */
export async function benchFeed(
  bench: Bench,
  { rounds, seconds, dashboards }: { readonly rounds: number; readonly seconds: number; readonly dashboards: number },
  say: (line: string) => void,
): Promise<FeedRound[]> {
  const results: FeedRound[] = [];
  for (let round = 0; round <= rounds; round++) {
    for (const feed of round % 2 === 0 ? (["off", "on"] as const) : (["on", "off"] as const)) {
      say(`${round === 0 ? "warming up" : `round ${round} of ${rounds}`}, feed ${feed}`);
      const result = await oneRound(bench, feed, seconds, dashboards);
      if (round > 0) results.push(result);
    }
  }
  return results;
}

async function oneRound(bench: Bench, feed: "on" | "off", seconds: number, dashboards: number): Promise<FeedRound> {
  const load = runLoad({
    origin: bench.gatewayOrigin,
    key: bench.key,
    stream: false,
    concurrency: 200,
    seconds: seconds + settleSeconds + 1,
    models: [...benchModels],
    requestsPerSecond: bench.requestsPerSecond,
  });
  const plan: WatchPlan | null =
    feed === "off"
      ? null
      : { url: bench.liveUrl, tickets: await bench.tickets(dashboards), seconds: seconds + settleSeconds };
  const watching = plan && watch(plan, bench.tickets);
  await pause(settleSeconds * 1_000);
  const pid = bench.gatewayPid();
  const [cpuBeforeMs, beforeMs] = [cpuTimeMs(pid), performance.now()];
  await pause(seconds * 1_000);
  const gatewayCpu = (cpuTimeMs(pid) - cpuBeforeMs) / (performance.now() - beforeMs);
  const [{ requests, errors }, report] = await Promise.all([load, watching]);
  return {
    feed,
    gatewayCpu,
    requestsPerSecond: requests / (seconds + settleSeconds + 1),
    errors,
    watch: report,
  };
}

/** Runs the watchers to the end of their time. A socket whose subscription ends asks for another ticket, as browsers do. */
export async function watch(plan: WatchPlan, tickets: Bench["tickets"]): Promise<WatchReport> {
  const watchers = spawn(process.execPath, [join(import.meta.dirname, "watchers-main.ts"), JSON.stringify(plan)], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  watchers.on("message", (socket) => {
    void tickets(1).then(([ticket]) => watchers.connected && watchers.send({ socket, ticket }));
  });
  if (watchers.stdout === null) throw new Error("The watchers cannot be heard.");
  const [said] = await Promise.all([text(watchers.stdout), once(watchers, "exit")]);
  return JSON.parse(said) as WatchReport;
}

/** Medians over rounds. */
export function feedFigures(rounds: readonly FeedRound[]) {
  const cpu = (feed: "on" | "off") =>
    percentile(
      rounds.filter((round) => round.feed === feed).map(({ gatewayCpu }) => gatewayCpu),
      0.5,
    ) ?? 0;
  const watched = rounds.flatMap((round) => (round.watch === null ? [] : [round.watch]));
  return {
    cpuOff: cpu("off"),
    cpuOn: cpu("on"),
    cpuOfFeed: cpu("on") - cpu("off"),
    /** Of the worst round. */
    ageP99Ms: Math.max(...watched.map(({ ageP99Ms }) => ageP99Ms ?? Number.POSITIVE_INFINITY)),
    travelP99Ms: Math.max(...watched.map(({ travelP99Ms }) => travelP99Ms ?? Number.POSITIVE_INFINITY)),
    socketsAtEnd: Math.min(...watched.map(({ open }) => open)),
    ticksLost: watched.reduce((sum, { lost }) => sum + lost, 0),
    bytesPerTick: percentile(
      watched.map(({ bytesPerTick }) => bytesPerTick),
      0.5,
    ),
    requestsPerSecond: percentile(
      rounds.map((round) => round.requestsPerSecond),
      0.5,
    ),
    errors: rounds.reduce((sum, { errors }) => sum + errors, 0),
  };
}
