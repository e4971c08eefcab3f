import type { RouterHost, ScrapedLoad } from "../simulation/simulated-router.ts";

/** The metrics of every upstream as they were at the last scrape. */
export class ScrapedLoads {
  /** null: it did not answer. Before the first scrape everything is idle. */
  readonly loads: (ScrapedLoad | null)[];

  /** Scrapes at once and then every `everyMs`. */
  constructor(host: RouterHost, everyMs: number) {
    this.loads = host.upstreams.map(() => ({ running: 0, waiting: 0, kvUsage: 0 }));
    const scrape = () => {
      for (let upstream = 0; upstream < this.loads.length; upstream++) this.loads[upstream] = host.load(upstream);
      host.after(everyMs, scrape);
    };
    host.after(0, scrape);
  }
}
