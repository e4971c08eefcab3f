import type { RouterHost, ScrapedLoad } from "../simulation/simulated-router.ts";

/** From nearer than this, metrics are taken to be there at once. */
const nearMs = 10;

/** The metrics of every upstream as they were at the last scrape. */
export class ScrapedLoads {
  /** null: it did not answer. Before the first scrape everything is idle. */
  readonly loads: (ScrapedLoad | null)[];

  /** Scrapes at once and then every `everyMs`. */
  constructor(host: RouterHost, everyMs: number) {
    this.loads = host.upstreams.map(() => ({ running: 0, waiting: 0, kvUsage: 0 }));
    const scrape = () => {
      for (const [upstream, roundTripMs] of host.roundTripMs.entries()) {
        const load = host.load(upstream);
        if (roundTripMs < nearMs) this.loads[upstream] = load;
        else host.after(roundTripMs / 2, () => void (this.loads[upstream] = load));
      }
      host.after(everyMs, scrape);
    };
    host.after(0, scrape);
  }
}
