import { describe, expect, it } from "vitest";
import { type LogView, momentsOf, searchOf, viewFrom, withFilter } from "./log-view.ts";

const all: LogView = {
  filter: {
    outcome: "failed",
    route: "chat & more",
    model: "m",
    upstream: "u",
    keyId: "k",
    configVersion: 3,
    promptVariant: "b",
    region: "eu",
    status: 502,
    errorCode: "upstream_failed",
    stream: false,
    minDurationMs: 1_500,
    sessionHash: "s",
    traceId: "t",
  },
  window: { kind: "between", fromMs: 1_000, toMs: null },
  at: { startedAtMs: 5, id: "01900000-0000-7000-8000-000000000001" },
};

describe("the address of the log", () => {
  it("holds the whole view and gives it back", () => {
    expect(viewFrom(new URLSearchParams(searchOf(all)))).toEqual(all);
  });

  it("is empty for the whole log", () => {
    expect(searchOf({ filter: {}, window: { kind: "any" }, at: null })).toBe("");
  });

  it("is passed over where it makes no sense", () => {
    const odd = "outcome=lost&status=42&version=0&stream=maybe&min=-1&last=2y&from=x&at=1_2&other=3&route=";
    expect(viewFrom(new URLSearchParams(odd))).toEqual({ filter: {}, window: { kind: "any" }, at: null });
  });

  it("says the last hour as a window that begins an hour before now", () => {
    const { window } = viewFrom(new URLSearchParams("last=1h"));
    expect(momentsOf(window, 10_000_000)).toEqual({ fromMs: 6_400_000 });
  });
});

describe("withFilter", () => {
  it("sets one field, and takes it out", () => {
    const set = withFilter({ route: "a" }, "status", 502);
    expect(set).toEqual({ route: "a", status: 502 });
    expect(withFilter(set, "route", undefined)).toEqual({ status: 502 });
  });
});
