import type { ErrorTrend } from "./error-trend.ts";

export const insightStates = ["new", "ongoing", "escalating", "regressed", "resolved"] as const;

/**
 * Where an error insight stands: `new` for a day; `escalating` while it comes far more often than it used to; `regressed`
 * for a day after it came back though resolved; else `ongoing`, until a person or two quiet weeks resolve it.
 */
export type InsightState = (typeof insightStates)[number];

/** What a decision is made from. Moments are epoch ms. */
export type InsightFacts = {
  readonly state: InsightState;
  readonly stateSinceMs: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  readonly resolvedAtMs: number | null;
  readonly trend: ErrorTrend["now"];
};

export type InsightTransition = { readonly to: InsightState; readonly why: string };

const dayMs = 86_400_000;
export const newForMs = dayMs;
const regressedForMs = dayMs;
export const quietForMs = 14 * dayMs;

/** The state that an insight should be in now, and why; null: the one that it is in. */
export function nextInsightState(facts: InsightFacts, nowMs: number): InsightTransition | null {
  const { state, lastSeenMs, resolvedAtMs, trend } = facts;
  if (state === "resolved") {
    return resolvedAtMs !== null && lastSeenMs > resolvedAtMs
      ? { to: "regressed", why: "It was seen again after it had been resolved." }
      : null;
  }
  if (nowMs - lastSeenMs >= quietForMs) return { to: "resolved", why: "It was not seen for 14 days." };
  if (state !== "escalating" && trend === "rising") {
    return { to: "escalating", why: "It comes far more often than it used to." };
  }
  switch (state) {
    case "escalating":
      return trend === "usual"
        ? { to: restingState(facts, nowMs), why: "It comes about as often as it used to." }
        : null;
    case "new":
      return nowMs - facts.firstSeenMs >= newForMs ? { to: "ongoing", why: "It was first seen a day ago." } : null;
    case "regressed":
      return nowMs - facts.stateSinceMs >= regressedForMs ? { to: "ongoing", why: "It came back a day ago." } : null;
    case "ongoing":
      return null;
  }
}

/** Where an insight goes that is neither escalating nor resolved any more: a person reopened it, or it calmed down. */
export function restingState({ firstSeenMs }: Pick<InsightFacts, "firstSeenMs">, nowMs: number): "new" | "ongoing" {
  return nowMs - firstSeenMs < newForMs ? "new" : "ongoing";
}
