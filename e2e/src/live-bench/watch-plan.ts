/** What the process of watchers is told. */
export type WatchPlan = {
  readonly url: string;
  /** One a socket. */
  readonly tickets: readonly string[];
  readonly seconds: number;
};

/** What it saw. */
export type WatchReport = {
  /** Sockets that were open at the end. */
  readonly open: number;
  readonly ticks: number;
  /** Ticks that a sequence number says were missed. */
  readonly lost: number;
  readonly bytesPerTick: number;
  readonly ageP50Ms: number | null;
  readonly ageP99Ms: number | null;
  readonly travelP50Ms: number | null;
  readonly travelP99Ms: number | null;
};
