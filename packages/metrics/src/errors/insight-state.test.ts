import { describe, expect, it } from "vitest";
import { type InsightFacts, type InsightState, nextInsightState, restingState } from "./insight-state.ts";

const dayMs = 86_400_000;
const nowMs = 100 * dayMs;

const facts = (fields: Partial<InsightFacts>): InsightFacts => ({
  state: "ongoing",
  stateSinceMs: nowMs - 2 * dayMs,
  firstSeenMs: nowMs - 10 * dayMs,
  lastSeenMs: nowMs - 1_000,
  resolvedAtMs: null,
  trend: "usual",
  ...fields,
});

const resolved = { state: "resolved", resolvedAtMs: nowMs - 5_000 } as const;

const table: readonly (readonly [string, Partial<InsightFacts>, InsightState | null])[] = [
  ["new, first seen less than a day ago", { state: "new", firstSeenMs: nowMs - dayMs + 1 }, null],
  ["new, first seen a day ago", { state: "new", firstSeenMs: nowMs - dayMs }, "ongoing"],
  ["new, rising", { state: "new", firstSeenMs: nowMs - 2 * 3_600_000, trend: "rising" }, "escalating"],
  ["ongoing, as usual", {}, null],
  ["ongoing, between", { trend: "between" }, null],
  ["ongoing, rising", { trend: "rising" }, "escalating"],
  ["ongoing, not seen for 14 days", { lastSeenMs: nowMs - 14 * dayMs }, "resolved"],
  ["ongoing, not seen for a moment less", { lastSeenMs: nowMs - 14 * dayMs + 1 }, null],
  ["escalating, still rising", { state: "escalating", trend: "rising" }, null],
  ["escalating, between: it stays", { state: "escalating", trend: "between" }, null],
  ["escalating, as usual", { state: "escalating" }, "ongoing"],
  ["escalating within its first day, as usual", { state: "escalating", firstSeenMs: nowMs - 3_600_000 }, "new"],
  ["regressed less than a day ago", { state: "regressed", stateSinceMs: nowMs - dayMs + 1 }, null],
  ["regressed a day ago", { state: "regressed", stateSinceMs: nowMs - dayMs }, "ongoing"],
  ["regressed, rising", { state: "regressed", stateSinceMs: nowMs, trend: "rising" }, "escalating"],
  ["resolved, not seen since", { ...resolved, lastSeenMs: nowMs - 6_000 }, null],
  ["resolved, a late record of the very moment", { ...resolved, lastSeenMs: nowMs - 5_000 }, null],
  ["resolved, seen since", { ...resolved, lastSeenMs: nowMs - 4_999 }, "regressed"],
  ["resolved, seen since and rising: first it is regressed", { ...resolved, trend: "rising" }, "regressed"],
  [
    "resolved, quiet for 14 days",
    { ...resolved, lastSeenMs: nowMs - 20 * dayMs, resolvedAtMs: nowMs - 19 * dayMs },
    null,
  ],
];

describe("nextInsightState", () => {
  it.each(table)("%s", (_, fields, to) => {
    expect(nextInsightState(facts(fields), nowMs)?.to ?? null).toBe(to);
  });

  it.each(table.filter(([, , to]) => to !== null && to !== "escalating"))(
    "%s, and then nothing more",
    (_, fields, to) => {
      const before = facts(fields);
      const resolvedAtMs = to === "resolved" ? nowMs : null;
      const state = to ?? before.state;
      const after = { ...before, state, stateSinceMs: nowMs, resolvedAtMs, trend: "usual" } as const;
      expect(nextInsightState(after, nowMs)).toBeNull();
    },
  );
});

describe("restingState", () => {
  it("is new within the first day, ongoing after it", () => {
    expect(restingState({ firstSeenMs: nowMs - dayMs + 1 }, nowMs)).toBe("new");
    expect(restingState({ firstSeenMs: nowMs - dayMs }, nowMs)).toBe("ongoing");
  });
});
