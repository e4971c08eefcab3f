import { percentile } from "../percentile.ts";
import type { Proxy } from "./bench-processes.ts";
import { measureOne, warmUpSeconds, workloads } from "./measure.ts";

/** CPU of a request without what stands behind its record, and with it. */
export type RecordCost = {
  readonly workload: string;
  readonly offUs: number;
  /** Counted, in cells, on the live feed, scraped: a gateway without a database. */
  readonly countedUs: number;
  readonly countedShare: number;
  /** Queued and serialised besides. */
  readonly storedUs: number;
  /** (on − off) ÷ off of each round, the median. */
  readonly storedShare: number;
};

type Kinds = { readonly off: Proxy; readonly counted: Proxy; readonly stored: Proxy };

/** They take turns, in changing order, so that whatever else the machine does meets all alike. */
export async function measureRecordCost(
  { off, counted, stored }: Kinds,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<RecordCost[]> {
  const costs: RecordCost[] = [];
  for (const workload of workloads.filter(({ name }) => name.startsWith("small") || name.startsWith("64 streams"))) {
    const us = new Map<Proxy, number[]>([off, counted, stored].map((one) => [one, []]));
    for (let round = 0; round <= rounds; round += 1) {
      const order = round % 2 === 0 ? [off, counted, stored] : [stored, counted, off];
      for (const one of order) {
        const { cpuPerRequestUs } = await measureOne(one, workload, round === 0 ? warmUpSeconds : seconds);
        if (round > 0) us.get(one)?.push(cpuPerRequestUs ?? 0);
      }
    }
    const offs = us.get(off) ?? [];
    const median = (one: Proxy): number => percentile(us.get(one) ?? [], 0.5) ?? 0;
    const share = (one: Proxy): number =>
      percentile(
        (us.get(one) ?? []).map((value, at) => value / (offs[at] ?? value) - 1),
        0.5,
      ) ?? 0;
    costs.push({
      workload: workload.name,
      offUs: median(off),
      countedUs: median(counted),
      countedShare: share(counted),
      storedUs: median(stored),
      storedShare: share(stored),
    });
  }
  return costs;
}
