import { describe, expect, it } from "vitest";
import { emptyKeyForm, keyContentOf, keyFormOf, localMinute } from "./key-form.ts";

const key = {
  id: "k",
  name: "app",
  prefix: "mk_live_k",
  routes: ["chat", "support-*"],
  limits: { requestsPerMinute: 60 },
  state: "active",
  createdAtMs: 0,
  createdBy: null,
  expiresAtMs: 1_772_636_712_345,
  revokedAtMs: null,
  lastUsedAtMs: null,
  previous: null,
} as const;

describe("the form of a key", () => {
  it("says what the key says, and an end that was not touched stays to the millisecond", () => {
    const { name, routes, limits, expiresAtMs } = key;
    expect(keyContentOf(keyFormOf(key), key)).toEqual({ name, routes, limits, expiresAtMs });
  });

  it("without routes, limits and an end opens everything for ever", () => {
    expect(keyContentOf({ ...emptyKeyForm, name: " app " })).toEqual({
      name: "app",
      routes: ["*"],
      expiresAtMs: null,
      limits: {},
    });
  });

  it("writes a moment to the minute, as the browser's clock has it", () => {
    const ms = new Date(2026, 2, 4, 17, 5, 12).getTime();
    expect(localMinute(ms)).toBe("2026-03-04T17:05");
    expect(keyContentOf({ ...emptyKeyForm, expiresAt: "2026-03-04T17:05" }).expiresAtMs).toBe(ms - 12_000);
  });
});
