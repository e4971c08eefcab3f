import type { Outcome } from "../outcome.ts";
import type { MinuteMeter } from "./minute-meter.ts";
import { nothingUsed, type UsageAmount, type UsageReservation } from "./usage-reservation.ts";

/** What an attempt has used up. */
export type AttemptUsage = UsageAmount & {
  /** It reached the upstream, and counts there. */
  readonly sent: boolean;
};

type Settled = {
  readonly reserved: UsageReservation | null;
  readonly counted: MinuteMeter | null;
  readonly inputTokens: number;
  readonly begunAtMs: number;
};

/** What it had set aside of the upstream's limits gives way to what it has used. */
export function settleUsage(
  { reserved, counted, inputTokens, begunAtMs }: Settled,
  used: AttemptUsage,
  nowMs: number,
): void {
  // Some providers count a reply when it begins, others when it has ended: where it counts until a minute after its end, it
  // has left neither's minute too early.
  reserved?.reconcile(used, nowMs, inputTokens);
  if (!used.sent) counted?.correct(-1, begunAtMs, nowMs);
}

/** Where nobody says it better. */
export function usedBy(outcome: Outcome): AttemptUsage {
  if (outcome.kind !== "completed")
    return { ...nothingUsed, sent: outcome.kind !== "failed" || outcome.cause !== "connect" };
  return { tokens: outcome.inputTokens + outcome.outputTokens, nanoUsd: 0, sent: true };
}
