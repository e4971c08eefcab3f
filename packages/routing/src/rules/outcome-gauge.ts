import { healthEffect } from "../health/health-effect.ts";
import type { Outcome } from "../outcome.ts";
import type { UpstreamsCondition } from "../rule-options.ts";
import type { StateMemory } from "../state/state-memory.ts";
import { latencyKind, latencyKinds, percentile95 } from "./latency-histogram.ts";
import { SlidingCounts } from "./sliding-counts.ts";

/** Of fewer requests within the window nothing is said. */
const fewest = 10;

const [succeeded, failed] = [0, 1] as const;

/** What one condition gathers of the attempts at the upstreams that it measures. One increment for each. */
export class OutcomeGauge {
  readonly #measure: UpstreamsCondition["measure"];
  readonly #counts: SlidingCounts;

  constructor({ measure, windowMs }: UpstreamsCondition, memory: StateMemory, name: string) {
    const kinds = measure === "error_rate" ? 2 : latencyKinds;
    this.#measure = measure;
    this.#counts = new SlidingCounts(memory.numbers(name, SlidingCounts.initial(kinds)), windowMs, kinds);
  }

  firstToken(ms: number, nowMs: number): void {
    if (this.#measure === "first_token_p95") this.#counts.count(latencyKind(ms), nowMs);
  }

  /** `firstTokenSeen`: it was told of it already. A reply that did not come in time took as long as was waited for it. */
  ended(outcome: Outcome, firstTokenSeen: boolean, nowMs: number): void {
    switch (this.#measure) {
      case "error_rate": {
        const effect = healthEffect(outcome);
        if (effect !== "none") this.#counts.count(effect === "success" ? succeeded : failed, nowMs);
        return;
      }
      case "first_token_p95":
        if (outcome.kind === "completed" && !firstTokenSeen && outcome.firstTokenMs !== null)
          this.#counts.count(latencyKind(outcome.firstTokenMs), nowMs);
        else if (timedOut(outcome, "first_token_timeout") || (outrun(outcome) && !firstTokenSeen))
          this.#counts.count(latencyKind(outcome.durationMs), nowMs);
        return;
      case "response_p95":
        if (
          outcome.kind === "completed" ||
          timedOut(outcome, "first_token_timeout") ||
          timedOut(outcome, "response_timeout")
        )
          this.#counts.count(latencyKind(outcome.durationMs), nowMs);
        return;
      case "in_flight":
      case "quota_used":
    }
  }

  /** null: too little is known. */
  valueAt(nowMs: number): number | null {
    const sums = this.#counts.sums(nowMs);
    if (this.#measure !== "error_rate") return percentile95(sums, fewest);
    const total = sums[succeeded]! + sums[failed]!;
    return total < fewest ? null : sums[failed]! / total;
  }
}

/** Somebody was asked beside it after it had been waited for, and began first. */
const outrun = (outcome: Outcome): boolean => outcome.kind === "cancelled" && outcome.outrunBy === "hedge";

const timedOut = (outcome: Outcome, cause: "first_token_timeout" | "response_timeout"): boolean =>
  outcome.kind === "failed" && outcome.cause === cause;
