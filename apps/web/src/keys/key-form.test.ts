import { describe, expect, it } from "vitest";
import { emptyKeyForm, keyContentOf, keyFormIsRight, keyFormOf, localMinute } from "./key-form.ts";

const key = {
  id: "k",
  name: "app",
  prefix: "mk_live_k",
  routes: ["chat", "support-*"],
  limits: { requestsPerMinute: 60, spend: { amountUsd: 5, period: "day", timeZone: "Asia/Tokyo" } },
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
    expect(keyContentOf(keyFormOf(key, "UTC"), key)).toEqual({ name, routes, limits, expiresAtMs });
  });

  it("without routes, limits and an end opens everything for ever", () => {
    expect(keyContentOf({ ...emptyKeyForm("UTC"), name: " app " })).toEqual({
      name: "app",
      routes: ["*"],
      expiresAtMs: null,
      limits: {},
    });
  });

  it("writes a moment to the minute, as the browser's clock has it", () => {
    const ms = new Date(2026, 2, 4, 17, 5, 12).getTime();
    expect(localMinute(ms)).toBe("2026-03-04T17:05");
    expect(keyContentOf({ ...emptyKeyForm("UTC"), expiresAt: "2026-03-04T17:05" }).expiresAtMs).toBe(ms - 12_000);
  });

  it("can be saved with a name, and with limits that hold", () => {
    const form = { ...emptyKeyForm("UTC"), name: "app" };
    expect(keyFormIsRight(form)).toBe(true);
    expect(keyFormIsRight({ ...form, name: " " })).toBe(false);
    expect(keyFormIsRight({ ...form, limits: { ...form.limits, amountUsd: "-1" } })).toBe(false);
  });
});
