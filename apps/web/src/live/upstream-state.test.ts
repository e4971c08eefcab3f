import type { UpstreamHealth } from "@meridian/routing";
import { describe, expect, it } from "vitest";
import { upstreamState, worstState } from "./upstream-state.ts";

const well: UpstreamHealth = {
  breaker: { kind: "closed", consecutiveFailures: 0 },
  ejectedUntilMs: 0,
  cooldownUntilMs: 0,
  misconfigured: null,
  warmth: 1,
};

describe("upstreamState", () => {
  it.each([
    ["healthy", {}],
    ["warming_up", { warmth: 0.4 }],
    ["cooling_down", { cooldownUntilMs: 2_000 }],
    ["healthy", { cooldownUntilMs: 1_000 }],
    ["ejected", { ejectedUntilMs: 2_000, cooldownUntilMs: 2_000 }],
    ["failing_checks", { failsChecks: true, ejectedUntilMs: 2_000 }],
    ["half_open", { breaker: { kind: "half_open", probing: true } }],
    ["open", { breaker: { kind: "open", untilMs: 0, because: "error_rate" }, ejectedUntilMs: 2_000 }],
    ["misconfigured", { misconfigured: "credentials", breaker: { kind: "open", untilMs: 0, because: "error_rate" } }],
  ] as const)("is %s at 1,000 ms with %o", (state, part) => {
    expect(upstreamState({ ...well, ...part }, 1_000, false)).toBe(state);
  });

  it("is draining only while nothing is wrong", () => {
    expect(upstreamState(well, 1_000, true)).toBe("draining");
    expect(upstreamState({ ...well, ejectedUntilMs: 2_000 }, 1_000, true)).toBe("ejected");
  });
});

describe("worstState", () => {
  it("is open when 1 of 3 gateways says so", () => expect(worstState(["healthy", "open", "half_open"])).toBe("open"));
});
