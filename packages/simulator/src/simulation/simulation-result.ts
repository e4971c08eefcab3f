import type { Workload } from "./workload.ts";

/** How a request ended. */
export const ends = ["unfinished", "completed", "failed", "cut", "refused"] as const;
export type End = (typeof ends)[number];

/** What happened to each request of a workload, by its index. Times are simulated ms; NaN where it did not happen. */
export class SimulationResult {
  readonly workload: Workload;
  readonly firstTokenMs: Float64Array;
  readonly endMs: Float64Array;
  /** When the last attempt was sent. */
  readonly sentMs: Float64Array;
  /** Upstream of the last attempt; -1: it was never sent. */
  readonly upstream: Int16Array;
  readonly attempts: Uint8Array;
  readonly cachedTokens: Int32Array;
  readonly costUsd: Float64Array;
  /** By upstream: answers 429, and all other failures. */
  readonly rateLimited: Int32Array;
  readonly failures: Int32Array;
  readonly preemptions: Int32Array;
  /** By upstream: how many times a router left it alone because it had failed. */
  readonly takenOut: Int32Array;
  readonly #ends: Uint8Array;

  constructor(workload: Workload, upstreams: number) {
    const requests = workload.arrivalMs.length;
    this.workload = workload;
    this.firstTokenMs = new Float64Array(requests).fill(Number.NaN);
    this.endMs = new Float64Array(requests).fill(Number.NaN);
    this.sentMs = new Float64Array(requests).fill(Number.NaN);
    this.upstream = new Int16Array(requests).fill(-1);
    this.attempts = new Uint8Array(requests);
    this.cachedTokens = new Int32Array(requests);
    this.costUsd = new Float64Array(requests);
    this.rateLimited = new Int32Array(upstreams);
    this.failures = new Int32Array(upstreams);
    this.preemptions = new Int32Array(upstreams);
    this.takenOut = new Int32Array(upstreams);
    this.#ends = new Uint8Array(requests);
  }

  endOf(request: number): End {
    return ends[this.#ends[request]!]!;
  }

  setEnd(request: number, end: End): void {
    this.#ends[request] = ends.indexOf(end);
  }
}
