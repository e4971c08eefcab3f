import { describe, expect, it } from "vitest";
import { newOverrideForm, overrideOf, overridePlaces } from "./override-form.ts";

const form = { ...newOverrideForm("west-1"), reason: " Game day " };

describe("the form of an override", () => {
  it("drains for 30 minutes unless told otherwise", () => {
    expect(overrideOf(form, "e", 1_000)).toEqual({
      environmentId: "e",
      kind: "drain",
      upstream: "west-1",
      reason: "Game day",
      expiresAtMs: 1_801_000,
    });
  });

  it("caps by percent and forces a route", () => {
    expect(overrideOf({ ...form, kind: "cap", percent: "12.5" }, "e", 0)).toMatchObject({ maxShare: 0.125 });
    expect(overrideOf({ ...form, kind: "force", route: "chat" }, "e", 0)).toMatchObject({ route: "chat" });
  });

  it.each([
    { reason: " " },
    { upstream: "" },
    { kind: "cap", percent: "" },
    { kind: "cap", percent: "101" },
    { kind: "force", route: "" },
    { lasts: "custom", endsAt: "" },
  ] as const)("is no order with %j", (lacking) => {
    expect(overrideOf({ ...form, ...lacking }, "e", 0)).toBeNull();
  });

  it("knows the upstreams of the config, and those of each route", () => {
    const yaml = `language: 1
upstreams:
  a: { provider: vllm, base_url: "http://a.test/v1" }
  b: { provider: vllm, base_url: "http://b.test/v1" }
routes:
  chat: { match: { models: [chat] }, policy: queue, targets: [{ upstream: b }] }
`;
    expect(overridePlaces(yaml)).toEqual({ upstreams: ["a", "b"], routes: [{ name: "chat", upstreams: ["b"] }] });
  });
});
