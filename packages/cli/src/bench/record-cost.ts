import { setTimeout as pause } from "node:timers/promises";
import { percentile } from "../percentile.ts";
import type { RecordingProxy, RecordKind } from "./bench-processes.ts";
import { measureOne, streamsPerSecond, turnWarmUpSeconds, warmUpSeconds, type Workload, workloads } from "./measure.ts";

/** CPU of a request without what stands behind its record, and with it. */
export type RecordCost = {
  readonly workload: string;
  /** Counted, in cells, on the live feed, scraped: a gateway without a database. */
  readonly counted: OnAndOff;
  /** Queued and serialised besides. */
  readonly stored: OnAndOff;
};

export type OnAndOff = {
  readonly offUs: number;
  readonly onUs: number;
  /** (on − off) ÷ off. */
  readonly share: number;
};

const kinds: readonly RecordKind[] = ["counted", "stored"];

/**
 * Turns differ by some percent, more than what is measured, and those side by side less than those far apart: many short ones
 * say more than a few that are long. Streams begin and end together, so theirs are as long as two of them.
 */
const turnMsOf = ({ stream }: Workload): number => (stream ? 1_000 : 250);
const pairsMs = 20_000;

/** Of the time that it is on. */
const scrapeMs = 1_000;

/**
 * One process takes turns with itself under one load: what a compiler makes of the same code differs from one process to the
 * next as much as what is measured. Each round has a process of its own, so that none stands for all.
 */
export async function measureRecordCost(
  start: (kind: RecordKind) => Promise<RecordingProxy>,
  rounds: number,
): Promise<RecordCost[]> {
  const measured = workloads.filter(({ name }) => name.startsWith("small") || name.startsWith("64 streams"));
  const found = measured.map((workload) => ({ workload, counted: [] as Pair[], stored: [] as Pair[] }));
  for (const kind of kinds) {
    for (let round = 0; round < rounds; round++) {
      const proxy = await start(kind);
      for (const [at, { workload, [kind]: pairs }] of found.entries()) {
        await measureOne(proxy, workload, at === 0 ? warmUpSeconds : turnWarmUpSeconds);
        pairs.push(...(await takeTurns(proxy, workload)));
      }
      process.kill(proxy.pid, "SIGKILL");
    }
  }
  return found.map(({ workload, counted, stored }) => ({
    workload: workload.name,
    counted: onAndOff(counted),
    stored: onAndOff(stored),
  }));
}

/** CPU of a request in two turns side by side, us. */
type Pair = { readonly onUs: number; readonly offUs: number };

/** Begins and ends with what stands behind the records on. */
async function takeTurns(proxy: RecordingProxy, workload: Workload): Promise<Pair[]> {
  const turnMs = turnMsOf(workload);
  const load = measureOne(proxy, workload, (pairsMs + 4 * turnMs) / 1_000);
  await pause(turnMs);
  await proxy.turn();
  let before = { ...(await proxy.turn()), atMs: performance.now() };
  const turn = async (): Promise<number> => {
    await pause(turnMs);
    const now = { ...(await proxy.turn()), atMs: performance.now() };
    // Of streams, whose pace is theirs whatever they cost, one more or less would end within a turn by chance.
    const requests = workload.stream
      ? ((now.atMs - before.atMs) / 1_000) * streamsPerSecond(workload)
      : now.requests - before.requests;
    const us = (now.cpuUs - before.cpuUs) / requests;
    before = now;
    return us;
  };
  const pairs: Pair[] = [];
  for (let ms = 0; ms < pairsMs; ms += 2 * turnMs) {
    const scraped = (ms / 2) % scrapeMs === 0 ? scrape(proxy) : null;
    const onUs = await turn();
    await scraped;
    pairs.push({ onUs, offUs: await turn() });
  }
  await load;
  return pairs;
}

/** The median of the pairs' differences: whatever the machine does meanwhile meets both of a pair. */
function onAndOff(pairs: readonly Pair[]): OnAndOff {
  const offUs = median(pairs.map((pair) => pair.offUs));
  const differenceUs = median(pairs.map((pair) => pair.onUs - pair.offUs));
  return { offUs, onUs: offUs + differenceUs, share: differenceUs / offUs };
}

const median = (values: readonly number[]): number => percentile(values.filter(Number.isFinite), 0.5) ?? 0;

/** Reads the metrics as Prometheus would, from a process of its own. */
const scrape = ({ adminOrigin }: RecordingProxy): Promise<string> =>
  fetch(`${adminOrigin}/metrics`).then((reply) => reply.text());
