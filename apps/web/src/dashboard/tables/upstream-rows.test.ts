import type { LiveUpstream } from "@meridian/live-protocol";
import { describe, expect, it } from "vitest";
import { emptyTail } from "../../live/request-tail.ts";
import { upstreamRows } from "./upstream-rows.ts";
import type { UsageRow } from "./usage-rows.ts";

const health = {
  misconfigured: null,
  breaker: { kind: "closed" },
  ejectedUntilMs: 0,
  cooldownUntilMs: 0,
  warmth: 1,
} as unknown as LiveUpstream["health"];
const upstream = (name: string, inFlight: number, more: Partial<LiveUpstream> = {}): LiveUpstream => {
  return { name, inFlight, firstTokenMs: null, perTokenMs: null, health, attemptsInTick: 0, ...more };
};
const frame = (...views: LiveUpstream[][]) => ({
  nowMs: 1_000,
  moment: {
    revision: 1,
    offsetMs: 0,
    lastTickMs: 1_000,
    tail: emptyTail,
    gateways: views.map((upstreams, at) => ({ instanceId: `gw-${at}`, upstreams, deployment: null, seenAtMs: 1_000 })),
  },
});
const used = (group: string) => ({ group, requests: 1 }) as UsageRow;

describe("upstreamRows", () => {
  it("counts a limit that gateways keep together once", () => {
    const shared = { limitsShared: true } as const;
    const views = [[upstream("east", 10, shared)], [upstream("east", 20, shared)]];
    const rows = upstreamRows(frame(...views), [], new Set(), new Map([["east", 40]]));
    expect(rows[0]).toMatchObject({ live: { inFlight: 30 }, capacity: { limit: 40, free: 10, utilisation: 0.75 } });
  });

  it("counts a limit that each gateway keeps for itself once for each of them", () => {
    const rows = upstreamRows(
      frame([upstream("east", 10)], [upstream("east", 20)]),
      [],
      new Set(),
      new Map([["east", 40]]),
    );
    expect(rows[0]).toMatchObject({ live: { inFlight: 30 }, capacity: { limit: 80, free: 50, utilisation: 0.375 } });
  });

  it("has no capacity without a limit, and none left below zero", () => {
    const limits = new Map([["west", 2]]);
    const [east, west] = upstreamRows(frame([upstream("east", 1), upstream("west", 3)]), [], new Set(), limits);
    expect(east?.capacity).toBeNull();
    expect(west?.capacity).toMatchObject({ free: 0, utilisation: 1.5 });
  });

  it("adds what only the window knows at the end, and leaves out requests without an upstream", () => {
    const rows = upstreamRows(
      frame([upstream("east", 1)]),
      [used("old"), used("east"), used("")],
      new Set(),
      new Map(),
    );
    expect(rows.map(({ name, live, usage }) => [name, live !== null, usage !== null])).toEqual([
      ["east", true, true],
      ["old", false, true],
    ]);
  });
});
