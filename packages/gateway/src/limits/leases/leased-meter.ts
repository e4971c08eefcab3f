import type { LimitShare, SpendMeter } from "@meridian/routing";

/** What a limit counts. */
export type LeasedKind = "requests" | "tokens" | "spend" | "inFlight";

/** What one limit counts in this gateway, and the share of the limit that it keeps to. */
export interface LeasedMeter {
  readonly share: LimitShare;
  /** Used in the period, in the last 60 s or at present, what is set aside for running requests included. */
  usedAt(nowMs: number): number;
}

/** One limit of a scope, whose name is the same in every gateway. */
export type LeasedLimit = { readonly scope: string; readonly limit: number } & (
  | { readonly kind: Exclude<LeasedKind, "spend">; readonly meter: LeasedMeter }
  | { readonly kind: "spend"; readonly meter: SpendMeter }
);
