import type { Duty } from "./duty.ts";

const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

type Entry = { readonly duty: Duty; dueAtMs: number; failures: number };

/** When each duty is due: all at first, then each after its interval, or sooner after a failure. */
export class Schedule {
  readonly #entries: readonly Entry[];

  constructor(duties: readonly Duty[]) {
    this.#entries = duties.map((duty) => ({ duty, dueAtMs: Number.NEGATIVE_INFINITY, failures: 0 }));
  }

  /** Duties that are due, in their order. */
  due(nowMs: number): readonly Duty[] {
    return this.#entries.filter(({ dueAtMs }) => dueAtMs <= nowMs).map(({ duty }) => duty);
  }

  succeeded(duty: Duty, nowMs: number): void {
    const entry = this.#entryOf(duty);
    entry.failures = 0;
    entry.dueAtMs = nowMs + duty.everyMs;
  }

  /** Due again after 1 s, 2 s, 4 s … 60 s, but never later than its interval. @returns failures in a row */
  failed(duty: Duty, nowMs: number): number {
    const entry = this.#entryOf(duty);
    entry.failures++;
    const waitMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(entry.failures - 1, 10), duty.everyMs);
    entry.dueAtMs = nowMs + waitMs;
    return entry.failures;
  }

  #entryOf(duty: Duty): Entry {
    const entry = this.#entries.find((each) => each.duty === duty);
    if (!entry) throw new Error(`${duty.name} is not on this schedule`);
    return entry;
  }
}
