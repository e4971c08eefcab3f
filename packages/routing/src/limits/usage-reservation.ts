import type { MinuteMeter } from "./minute-meter.ts";
import type { SpendMeter } from "./spend-meter.ts";

/** What a request uses up, or is expected to. */
export type UsageAmount = { readonly tokens: number; readonly nanoUsd: number };

export const nothingUsed: UsageAmount = { tokens: 0, nanoUsd: 0 };

/**
 * What one request has set aside of one scope. It knows the meters that it was taken from: limits may be changed, added
 * or removed while the request runs.
 */
export class UsageReservation {
  readonly #tokens: MinuteMeter | null;
  readonly #spend: SpendMeter | null;
  readonly #amount: UsageAmount;
  readonly #atMs: number;
  #ended = false;

  constructor(tokens: MinuteMeter | null, spend: SpendMeter | null, amount: UsageAmount, nowMs: number) {
    this.#tokens = tokens;
    this.#spend = spend;
    this.#amount = amount;
    this.#atMs = nowMs;
    tokens?.add(amount.tokens, nowMs);
    spend?.add(amount.nanoUsd, nowMs);
  }

  /**
   * Puts what was used in the place of what was set aside; nothing used gives all of it back. A second call does nothing.
   * `tokensAtBegin`: beyond these, tokens count from now on instead of since it began.
   */
  reconcile(used: UsageAmount, nowMs: number, tokensAtBegin = Number.POSITIVE_INFINITY): void {
    if (this.#ended) return;
    this.#ended = true;
    const atBegin = Math.min(used.tokens, tokensAtBegin);
    this.#tokens?.correct(atBegin - this.#amount.tokens, this.#atMs, nowMs);
    if (used.tokens > atBegin) this.#tokens?.add(used.tokens - atBegin, nowMs);
    this.#spend?.correct(used.nanoUsd - this.#amount.nanoUsd, this.#atMs, nowMs);
  }
}
