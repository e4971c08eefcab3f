/** What a limit counts. */
export type LeasedKind = "requests" | "tokens" | "spend" | "inFlight";

/** What one limit counts in this gateway. It lets nothing in that takes it beyond `allowance`. */
export interface LeasedMeter {
  /** The part of the limit that this gateway may use by itself. */
  allowance: number;
  /** The largest amount refused, since this was last set to 0, that the limit had room for but not the allowance. */
  refusedForLease: number;
  /** Whether the gateways together have not taken all of the limit: what is refused here may soon be let in. */
  moreToLease: boolean;
  /** Used in the period, in the last 60 s or at present, what is set aside for running requests included. */
  usedAt(nowMs: number): number;
}

/** One that begins anew with each period of the calendar. */
export interface LeasedSpend extends LeasedMeter {
  readonly period: string;
  readonly timeZone: string;
  /** What `allowance` becomes when the next period begins. */
  nextAllowance: number;
  startMsAt(nowMs: number): number;
  endMsAt(nowMs: number): number;
}

/** One limit of a scope, whose name is the same in every gateway. */
export type LeasedLimit = { readonly scope: string; readonly limit: number } & (
  | { readonly kind: Exclude<LeasedKind, "spend">; readonly meter: LeasedMeter }
  | { readonly kind: "spend"; readonly meter: LeasedSpend }
);
