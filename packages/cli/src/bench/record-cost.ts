import { percentile } from "../percentile.ts";
import type { Proxy, RecordKind } from "./bench-processes.ts";
import { measureOne, turnWarmUpSeconds, warmUpSeconds, workloads } from "./measure.ts";

/** CPU of a request without what stands behind its record, and with it. */
export type RecordCost = {
  readonly workload: string;
  readonly offUs: number;
  /** Counted, in cells, on the live feed, scraped: a gateway without a database. */
  readonly countedUs: number;
  readonly countedShare: number;
  /** Queued and serialised besides. */
  readonly storedUs: number;
  /** (on − off) ÷ off, of the medians. */
  readonly storedShare: number;
};

const kinds: readonly RecordKind[] = ["off", "counted", "stored"];

/**
 * Each round starts processes of its own: what a compiler makes of the same code differs from one process to the next by
 * more than what is measured. Within a round they take turns, so that whatever else the machine does meets all alike.
 */
export async function measureRecordCost(
  start: (kind: RecordKind) => Promise<Proxy>,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<RecordCost[]> {
  const measured = workloads.filter(({ name }) => name.startsWith("small") || name.startsWith("64 streams"));
  const us = new Map(
    measured.map(({ name }) => [name, { off: [] as number[], counted: [] as number[], stored: [] as number[] }]),
  );
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? kinds : kinds.toReversed();
    const proxies = new Map<RecordKind, Proxy>();
    for (const kind of order) proxies.set(kind, await start(kind));
    for (const [at, workload] of measured.entries()) {
      for (const [kind, proxy] of proxies) {
        await measureOne(proxy, workload, at === 0 ? warmUpSeconds : turnWarmUpSeconds);
        const { cpuPerRequestUs } = await measureOne(proxy, workload, seconds);
        us.get(workload.name)?.[kind].push(cpuPerRequestUs ?? 0);
      }
    }
    for (const { pid } of proxies.values()) process.kill(pid, "SIGKILL");
  }
  return [...us].map(([workload, each]) => ({
    workload,
    offUs: median(each.off),
    countedUs: median(each.counted),
    countedShare: median(each.counted) / median(each.off) - 1,
    storedUs: median(each.stored),
    storedShare: median(each.stored) / median(each.off) - 1,
  }));
}

const median = (values: readonly number[]): number => percentile(values, 0.5) ?? 0;
