import type { BreakerState } from "../live-view.ts";
import { closedBreaker } from "./circuit-breaker.ts";

const [kindAt, detailAt, becauseAt] = [0, 1, 2] as const;
const kinds = ["closed", "open", "half_open"] as const;
const reasons = ["consecutive_failures", "error_rate", "probe_failed"] as const;
const halfOpen = { kind: "half_open", probing: false } as const satisfies BreakerState;
const probing = { kind: "half_open", probing: true } as const satisfies BreakerState;

/** The state of a circuit breaker, written as numbers. All zero: closed. */
export class BreakerCell {
  readonly #numbers: Float64Array;

  static readonly length = 3;

  constructor(numbers: Float64Array) {
    this.#numbers = numbers;
  }

  get kind(): BreakerState["kind"] {
    return kinds[this.#numbers[kindAt]!]!;
  }

  read(): BreakerState {
    const detail = this.#numbers[detailAt]!;
    switch (this.kind) {
      case "closed":
        return detail === 0 ? closedBreaker : { kind: "closed", consecutiveFailures: detail };
      case "open":
        return { kind: "open", untilMs: detail, because: reasons[this.#numbers[becauseAt]!]! };
      case "half_open":
        return detail === 0 ? halfOpen : probing;
    }
  }

  write(state: BreakerState): void {
    this.#numbers[kindAt] = kinds.indexOf(state.kind);
    switch (state.kind) {
      case "closed":
        this.#numbers[detailAt] = state.consecutiveFailures;
        return;
      case "open":
        this.#numbers[detailAt] = state.untilMs;
        this.#numbers[becauseAt] = reasons.indexOf(state.because);
        return;
      case "half_open":
        this.#numbers[detailAt] = state.probing ? 1 : 0;
    }
  }
}
