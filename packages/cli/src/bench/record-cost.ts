import { percentile } from "../percentile.ts";
import type { RecordingProxy, RecordKind } from "./bench-processes.ts";
import { measureOne, turnWarmUpSeconds, warmUpSeconds, workloads } from "./measure.ts";

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
  /** (on − off) ÷ off, of the medians. */
  readonly share: number;
};

const kinds: readonly RecordKind[] = ["counted", "stored"];

type OnOrOff = "on" | "off";

/** The next ones begin as these end. */
const turns: readonly OnOrOff[] = ["on", "off", "off", "on"];

/** Turns differ by some percent, as much as what is measured: many short ones say more than a few that are longer. */
const [turnSeconds, cyclesInRound] = [1, 4] as const;

const scrapeMs = 1_000;

/**
 * One process takes turns with itself: what a compiler makes of the same code differs from one process to the next by more than
 * what is measured. Turns are many and close together, so that whatever else the machine does meets on and off alike.
 */
export async function measureRecordCost(
  start: (kind: RecordKind) => Promise<RecordingProxy>,
  rounds: number,
): Promise<RecordCost[]> {
  const measured = workloads.filter(({ name }) => name.startsWith("small") || name.startsWith("64 streams"));
  const found = new Map<string, Partial<Record<RecordKind, OnAndOff>>>(measured.map(({ name }) => [name, {}]));
  for (const kind of kinds) {
    const proxy = await start(kind);
    for (const [at, workload] of measured.entries()) {
      await measureOne(proxy, workload, at === 0 ? warmUpSeconds : turnWarmUpSeconds);
      const us = { on: [] as number[], off: [] as number[] };
      let is: OnOrOff = "on";
      for (const state of Array.from({ length: rounds * cyclesInRound }, () => turns).flat()) {
        if (state !== is) await proxy.turn();
        is = state;
        const scraping = state === "on" ? new Scraping(proxy.adminOrigin) : null;
        const { cpuPerRequestUs } = await measureOne(proxy, workload, turnSeconds);
        await scraping?.stop();
        us[state].push(cpuPerRequestUs ?? 0);
      }
      found.get(workload.name)![kind] = onAndOff(us);
    }
    process.kill(proxy.pid, "SIGKILL");
  }
  return [...found].map(([workload, { counted, stored }]) => ({ workload, counted: counted!, stored: stored! }));
}

function onAndOff({ on, off }: { readonly on: readonly number[]; readonly off: readonly number[] }): OnAndOff {
  const [onUs, offUs] = [percentile(on, 0.5) ?? 0, percentile(off, 0.5) ?? 0];
  return { offUs, onUs, share: onUs / offUs - 1 };
}

/** Reads the metrics each second as Prometheus would, from a process of its own. */
class Scraping {
  #scrape: Promise<unknown> = Promise.resolve();
  readonly #timer: NodeJS.Timeout;

  constructor(adminOrigin: string) {
    this.#timer = setInterval(() => {
      this.#scrape = fetch(`${adminOrigin}/metrics`).then((reply) => reply.text());
    }, scrapeMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#scrape;
  }
}
