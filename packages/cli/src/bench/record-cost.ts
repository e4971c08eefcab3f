import { setTimeout as pause } from "node:timers/promises";
import { percentile } from "../percentile.ts";
import type { RecordingProxy, RecordKind } from "./bench-processes.ts";
import { measureOne, turnWarmUpSeconds, warmUpSeconds, type Workload, workloads } from "./measure.ts";

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
 * say more than a few that are long. In this order each is as often before the other as after it, so that what goes
 * on changing speaks for none of them. Streams begin and end together: theirs are as long as two.
 */
const block = [true, false, false, true, true, false, false, true];
/** No part of the seconds in which the gateway ticks, or each tick would fall in the same turns. */
const turnMsOf = ({ stream }: Workload): number => (stream ? 1_000 : 270);
/** As in `deploy/prometheus`: so few that the median of blocks does not see them. */
const scrapeMs = 15_000;
const blocksOf = (workload: Workload): number => (workload.stream ? 5 : 10);

/**
 * One process takes turns with itself under one load: what a compiler makes of the same code differs from one process to the
 * next as much as what is measured. Each round has a process of its own, so that none stands for all.
 */
export async function measureRecordCost(
  start: (kind: RecordKind) => Promise<RecordingProxy>,
  rounds: number,
): Promise<RecordCost[]> {
  const measured = workloads.filter(({ name }) => name.startsWith("small") || name.startsWith("64 streams"));
  const found = measured.map((workload) => ({ workload, counted: [] as Block[], stored: [] as Block[] }));
  for (const kind of kinds) {
    for (let round = 0; round < rounds; round++) {
      const proxy = await start(kind);
      for (const [at, { workload, [kind]: blocks }] of found.entries()) {
        await measureOne(proxy, workload, at === 0 ? warmUpSeconds : turnWarmUpSeconds);
        blocks.push(...(await takeTurns(proxy, workload)));
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

/** CPU of a request in the turns of a block, us. */
type Block = { readonly onUs: number; readonly offUs: number };

/** Begins and ends with what stands behind the records on. */
async function takeTurns(proxy: RecordingProxy, workload: Workload): Promise<Block[]> {
  const turnMs = turnMsOf(workload);
  const blocks = blocksOf(workload);
  const load = measureOne(proxy, workload, (turnMs * (blocks * block.length + 4)) / 1_000);
  await underWay(proxy);
  await pause(turnMs);
  const used: Used[][] = [];
  let scraped: Promise<string> | null = null;
  let scrapeAtMs = performance.now() + scrapeMs / 2;
  for (let count = 0; count < blocks; count++) {
    const turns: Used[] = [];
    used.push(turns);
    let before = { ...(await proxy.stands()), atMs: performance.now() };
    if (before.atMs >= scrapeAtMs) {
      scraped = scrape(proxy);
      scrapeAtMs = before.atMs + scrapeMs;
    }
    for (const [at, on] of block.entries()) {
      await pause(turnMs);
      const turnsNow = on !== (block[at + 1] ?? true);
      const now = { ...(await (turnsNow ? proxy.turn() : proxy.stands())), atMs: performance.now() };
      turns.push({
        on,
        cpuUs: now.cpuUs - before.cpuUs,
        requests: now.requests - before.requests,
        ms: now.atMs - before.atMs,
      });
      before = now;
    }
  }
  await scraped;
  const { requestsPerSecond } = await load;
  // Of streams, whose pace is theirs whatever they cost, one more or less would end within a turn by chance.
  const requestsOf = ({ requests, ms }: Used): number =>
    workload.stream ? (ms / 1_000) * requestsPerSecond : requests;
  const usOf = (turns: readonly Used[]): number =>
    turns.reduce((sum, { cpuUs }) => sum + cpuUs, 0) / turns.reduce((sum, turn) => sum + requestsOf(turn), 0);
  return used.map((turns) => ({
    onUs: usOf(turns.filter(({ on }) => on)),
    offUs: usOf(turns.filter(({ on }) => !on)),
  }));
}

type Used = { readonly on: boolean; readonly cpuUs: number; readonly requests: number; readonly ms: number };

/** Resolves when a load that was just begun is served. */
async function underWay(proxy: RecordingProxy): Promise<void> {
  for (const { requests } = await proxy.stands(); (await proxy.stands()).requests === requests; ) await pause(10);
}

/** The median of the blocks' differences: whatever the machine does meanwhile meets both sides of a block. */
function onAndOff(blocks: readonly Block[]): OnAndOff {
  const offUs = median(blocks.map((one) => one.offUs));
  const differenceUs = median(blocks.map((one) => one.onUs - one.offUs));
  return { offUs, onUs: offUs + differenceUs, share: differenceUs / offUs };
}

const median = (values: readonly number[]): number => percentile(values.filter(Number.isFinite), 0.5) ?? 0;

/** Reads the metrics as Prometheus would, from a process of its own. */
const scrape = ({ adminOrigin }: RecordingProxy): Promise<string> =>
  fetch(`${adminOrigin}/metrics`).then((reply) => reply.text());
